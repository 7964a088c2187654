// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

/**
 * The outcome of a run.
 *
 * @param waited total delivery delay of all messages, in whole seconds
 */
record Outcome(Tally a, Tally b, long waited) {
    /**
     * What one messenger saw.
     *
     * @param dials TCP connections it opened
     * @param connects calls of {@code msHandleConnect}
     * @param accepts of {@code msHandleAccept}
     * @param resets of {@code msHandleReset}
     * @param remoteResets of {@code msHandleRemoteReset}
     * @param refused of {@code msHandleRefused}
     * @param got the delivered messages, one letter each, in order
     */
    record Tally(int dials, int connects, int accepts, int resets, int remoteResets, int refused, String got) {
        static Tally parse(String text) {
            String[] w = text.trim().split(" +");
            if (w.length != 7) {
                throw new IllegalArgumentException("not a tally: " + text);
            }
            return new Tally(
                    number(w[0]),
                    number(w[1]),
                    number(w[2]),
                    number(w[3]),
                    number(w[4]),
                    number(w[5]),
                    w[6].equals(NONE) ? "" : w[6]);
        }

        @Override
        public String toString() {
            return String.join(
                    " ",
                    text(dials),
                    text(connects),
                    text(accepts),
                    text(resets),
                    text(remoteResets),
                    text(refused),
                    got.isEmpty() ? NONE : got);
        }
    }

    private static final String NONE = ".";

    private static String text(int number) {
        return number == 0 ? NONE : Integer.toString(number);
    }

    private static int number(String text) {
        return text.equals(NONE) ? 0 : Integer.parseInt(text);
    }

    static Outcome parse(String text) {
        String[] parts = text.split("\\|");
        if (parts.length != 3) {
            throw new IllegalArgumentException("not an outcome: " + text);
        }
        return new Outcome(Tally.parse(parts[0]), Tally.parse(parts[1]), number(parts[2].trim()));
    }

    @Override
    public String toString() {
        return a + " | " + b + " | " + (waited == 0 ? NONE : Long.toString(waited));
    }
}
