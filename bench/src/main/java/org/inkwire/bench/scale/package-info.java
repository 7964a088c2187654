// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire bench scale}: what grows with the number of connections, the size of a message, of a cluster map. */
@NullMarked
package org.inkwire.bench.scale;

import org.jspecify.annotations.NullMarked;
