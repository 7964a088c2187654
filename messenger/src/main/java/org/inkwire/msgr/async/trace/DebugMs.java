// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.trace;

import org.inkwire.msgr.state.State;

/**
 * The log line for a state change, in the form of Ceph's {@code debug_ms}: own addresses, {@code >>}, peer,
 * {@code conn(…)} with the connection's number, state, the peer's global_seq, connect_seq and whether the policy is
 * lossy. Stateless.
 */
public final class DebugMs {
    private DebugMs() {}

    /** Always a single line, whatever the peer put into {@code why}. */
    public static String line(Traced c, long peerGlobalSeq, long connectSeq, State from, State to, String why) {
        return line(
                c.messenger().logicalName() + " " + c.messenger().addrs(),
                c.peerText(),
                c.id(),
                c.isLossy(),
                peerGlobalSeq,
                connectSeq,
                from,
                to,
                why);
    }

    static String line(
            String own,
            String peer,
            long id,
            boolean lossy,
            long peerGlobalSeq,
            long connectSeq,
            State from,
            State to,
            String why) {
        return oneLine("-- " + own + " >> " + peer + " conn(" + id + " s=" + from + " pgs="
                + Long.toUnsignedString(peerGlobalSeq) + " cs=" + Long.toUnsignedString(connectSeq) + " l="
                + (lossy ? 1 : 0) + ") " + from + " -> " + to + ": " + why);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }
}
