// SPDX-License-Identifier: Apache-2.0
/**
 * {@link org.inkwire.store.mem.MemStore}: objects in memory, discarded when the store is unmounted. Imports the store's
 * interface only. Ceph: {@code src/os/memstore}.
 */
@NullMarked
package org.inkwire.store.mem;

import org.jspecify.annotations.NullMarked;
