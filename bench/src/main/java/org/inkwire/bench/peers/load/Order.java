// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.load;

import java.util.StringJoiner;

/**
 * One turn of a client. As a line: {@code run} and the numbers in this order.
 *
 * @param bytes of each message
 * @param answerBytes of each answer
 * @param group messages to an answer: the last of a group asks for it
 * @param sampled a mask: of so many groups, plus one, one is timed
 * @param inFlight groups sent and not answered; no meaning if there is a rate
 * @param rate groups per second, sent at fixed times whatever happens; 0: the next when one is answered
 */
public record Order(int bytes, int answerBytes, int group, int sampled, int inFlight, long rate, int millis) {
    private static final String WORD = "run";
    private static final int WORDS = 8;

    public static Order parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[0].equals(WORD)) {
            throw new IllegalArgumentException("what is: " + line);
        }
        int i = 1;
        return new Order(
                Integer.parseInt(words[i++]),
                Integer.parseInt(words[i++]),
                Integer.parseInt(words[i++]),
                Integer.parseInt(words[i++]),
                Integer.parseInt(words[i++]),
                Long.parseLong(words[i++]),
                Integer.parseInt(words[i]));
    }

    public String line() {
        StringJoiner words = new StringJoiner(" ").add(WORD);
        for (long n : new long[] {bytes, answerBytes, group, sampled, inFlight, rate, millis}) {
            words.add(Long.toString(n));
        }
        return words.toString();
    }
}
