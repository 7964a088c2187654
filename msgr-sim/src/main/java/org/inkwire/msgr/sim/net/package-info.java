// SPDX-License-Identifier: Apache-2.0
/**
 * TCP between simulated hosts: connections, latency, windows and faults. Driven by {@link
 * org.inkwire.msgr.sim.net.Timeline}; unaware of processes and messengers. One thread.
 */
@NullMarked
package org.inkwire.msgr.sim.net;

import org.jspecify.annotations.NullMarked;
