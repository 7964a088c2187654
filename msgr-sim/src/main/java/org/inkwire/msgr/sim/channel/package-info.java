// SPDX-License-Identifier: Apache-2.0
/**
 * Below Netty's seam: an {@code IoHandler} and channels over {@link org.inkwire.msgr.sim.channel.SimTransport} instead of
 * a kernel. Knows nothing of time, faults or processes. Imports Netty only.
 */
@NullMarked
package org.inkwire.msgr.sim.channel;

import org.jspecify.annotations.NullMarked;
