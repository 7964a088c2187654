// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

/**
 * A throttle at one moment. Immutable.
 *
 * @param name as Ceph's {@code perf dump} calls it: {@code throttle-osd_client_bytes}
 * @param max 0: no bound
 * @param taken bytes or messages, whichever the throttle counts
 * @param waiting callers in the queue
 */
public record ThrottleDump(String name, long max, long taken, int waiting) {}
