// SPDX-License-Identifier: Apache-2.0
/**
 * EventDriver on Linux io_uring. May import {@code msgr.event}.
 *
 * <p>The messenger reads when a socket is ready, into a buffer it names at that moment. With io_uring the kernel fills a
 * buffer whenever bytes come. {@link org.inkwire.msgr.uring.PushedReads} stands between the two.
 */
@NullMarked
package org.inkwire.msgr.uring;

import org.jspecify.annotations.NullMarked;
