// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/**
 * The sending end of a contestant. {@link #send} may be called from a task given to {@link #execute}, and from
 * {@link Answers#onAnswer}; what is sent there leaves when the contestant's batch of answers ends.
 */
public interface Client extends AutoCloseable {
    /** Runs a task where {@link #send} is allowed, soon, and flushes what it sent. Any thread. */
    void execute(Runnable task);

    /**
     * Sends one message.
     *
     * @param stamp comes back with the answer
     * @param bytes of the message, at least {@link Body#BYTES}
     * @param answerBytes of the answer: {@code bytes} for an echo, at least {@link Body#BYTES}, or 0 for none
     */
    void send(long stamp, int bytes, int answerBytes);

    @Override
    void close();
}
