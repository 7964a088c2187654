// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/** What an end of a connection does with a message that arrived. */
@FunctionalInterface
interface NettyEnd {
    /** @param answerBytes the length of the wanted answer; on the side that asks, of no meaning */
    void onMessage(NettySender sender, long stamp, int answerBytes);

    static NettyEnd answering() {
        return (sender, stamp, answerBytes) -> {
            if (answerBytes > 0) {
                sender.send(stamp, answerBytes, 0);
            }
        };
    }

    static NettyEnd asking(Answers answers) {
        return (sender, stamp, answerBytes) -> answers.onAnswer(stamp);
    }
}
