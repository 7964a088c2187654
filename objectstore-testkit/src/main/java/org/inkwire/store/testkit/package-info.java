// SPDX-License-Identifier: Apache-2.0
/**
 * The test suites for every object store: extend {@link org.inkwire.store.testkit.ObjectStoreContract} and {@link
 * org.inkwire.store.testkit.ObjectStoreModelContract} and name the provider. May import {@code org.inkwire.store} and
 * test libraries, but no OSD.
 */
@NullMarked
package org.inkwire.store.testkit;

import org.jspecify.annotations.NullMarked;
