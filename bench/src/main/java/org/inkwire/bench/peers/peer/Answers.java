// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/** Receives what the server answers, on one thread at a time. */
@FunctionalInterface
public interface Answers {
    /** @param stamp of the message that was answered */
    void onAnswer(long stamp);
}
