// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/** Sends on a channel. Confined to its event loop. */
interface NettySender {
    void send(long stamp, int bytes, int answerBytes);

    void flush();
}
