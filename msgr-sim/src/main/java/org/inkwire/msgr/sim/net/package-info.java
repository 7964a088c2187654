// SPDX-License-Identifier: Apache-2.0
/**
 * TCP between simulated hosts: connections, latency, windows, and everything that goes wrong with them. Driven by {@link
 * org.inkwire.msgr.sim.net.Timeline}; knows nothing of processes or messengers. One thread.
 */
@NullMarked
package org.inkwire.msgr.sim.net;

import org.jspecify.annotations.NullMarked;
