// SPDX-License-Identifier: Apache-2.0
/**
 * Netty's transport SPI: an {@code IoHandler} and channels over {@link org.inkwire.msgr.sim.channel.SimTransport}
 * instead of a kernel. Unaware of time, faults and processes. Imports Netty only.
 */
@NullMarked
package org.inkwire.msgr.sim.channel;

import org.jspecify.annotations.NullMarked;
