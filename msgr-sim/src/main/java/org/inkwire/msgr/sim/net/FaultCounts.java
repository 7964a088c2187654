// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

/** How often each fault was injected. One thread. */
public final class FaultCounts {
    long resets;
    long corruptions;
    long blackholes;
    long refusals;
    long shortWrites;
    long shortReads;
    long spikes;
    long holds;
    long timeouts;
    long vanished;

    /** Number of faults that break something: all but short reads, short writes and slow moments. */
    public long breaking() {
        return resets + corruptions + blackholes + refusals + holds + timeouts + vanished;
    }

    @Override
    public String toString() {
        return "resets " + resets + ", bits flipped " + corruptions + ", silent connections " + blackholes
                + ", refusals " + refusals + ", short writes " + shortWrites + ", short reads " + shortReads
                + ", slow moments " + spikes + ", paths held " + holds + ", timeouts " + timeouts + ", ends vanished "
                + vanished;
    }
}
