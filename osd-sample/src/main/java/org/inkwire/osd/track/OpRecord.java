// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.track;

/**
 * A request as {@code dump_ops_in_flight} and {@code dump_historic_ops} show it; times are monotonic, in ns.
 * Immutable.
 *
 * @param ended when it was answered or dropped; 0 while it is in flight
 */
public record OpRecord(
        String description, String client, String clientAddr, long clientTid, long queued, long reached, long ended) {
    public long duration() {
        return ended - queued;
    }
}
