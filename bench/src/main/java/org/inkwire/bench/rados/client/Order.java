// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.client;

import org.inkwire.bench.rados.plan.Load;

/**
 * One turn of a client. As a line: {@code run} and these in this order; so the pool's name has no space.
 *
 * @param millis no operation starts after so many
 * @param objects to choose from when reading; how many to write at most
 * @param prefix of the objects' names; {@code _objectN} follows
 */
public record Order(
        String pool, String namespace, Load load, int bytes, int inFlight, int millis, long objects, String prefix) {
    private static final String WORD = "run";
    private static final int WORDS = 9;

    public static Order parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[0].equals(WORD)) {
            throw new IllegalArgumentException("what is: " + line);
        }
        int i = 1;
        return new Order(
                words[i++],
                words[i++],
                Load.named(words[i++]),
                Integer.parseInt(words[i++]),
                Integer.parseInt(words[i++]),
                Integer.parseInt(words[i++]),
                Long.parseLong(words[i++]),
                words[i]);
    }

    public String line() {
        return String.join(
                " ",
                WORD,
                pool,
                namespace,
                load.toString(),
                Integer.toString(bytes),
                Integer.toString(inFlight),
                Integer.toString(millis),
                Long.toString(objects),
                prefix);
    }

    /** The name of an object. */
    public String name(long object) {
        return prefix + "_object" + object;
    }
}
