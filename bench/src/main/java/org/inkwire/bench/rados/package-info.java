// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire bench rados}: our client beside librados, our cluster beside a real one. */
@NullMarked
package org.inkwire.bench.rados;

import org.jspecify.annotations.NullMarked;
