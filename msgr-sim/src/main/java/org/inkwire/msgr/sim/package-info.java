// SPDX-License-Identifier: Apache-2.0
/**
 * Whole processes on one thread in virtual time: {@link org.inkwire.msgr.sim.Simulation} gives every event center its
 * turns, {@link org.inkwire.msgr.sim.SimHost} and {@link org.inkwire.msgr.sim.SimProcess} can be killed and restarted,
 * and {@link org.inkwire.msgr.sim.net.TcpNetwork} is the network between them. The messenger above runs unchanged.
 */
@NullMarked
package org.inkwire.msgr.sim;

import org.jspecify.annotations.NullMarked;
