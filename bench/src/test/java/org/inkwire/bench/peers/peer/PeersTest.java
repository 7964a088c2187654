// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every contestant on a JVM must do, in one process. */
class PeersTest {
    private static final long PATIENCE_SECONDS = 20;

    static Iterable<String> names() {
        return Peers.names();
    }

    /** Messages of a length, each to be answered with one of another length, until all answers are here. */
    private record Exchange(int messages, int bytes, int answerBytes) {}

    @ParameterizedTest
    @MethodSource("names")
    void everyMessageIsAnsweredWithItsStamp(String name) throws Exception {
        Peer peer = Peers.named(name);
        AtomicLong sum = new AtomicLong();
        CountDownLatch[] answered = new CountDownLatch[1];
        try (Server server = peer.serve();
                Client client = peer.connect(server.address(), stamp -> {
                    sum.addAndGet(stamp);
                    answered[0].countDown();
                })) {
            for (Exchange e : new Exchange[] {
                new Exchange(100, 64, 64),
                new Exchange(20, 4096, 4096),
                new Exchange(20, 65_536, 65_536),
                new Exchange(4, Body.MAX_BYTES, 16),
                new Exchange(10, Body.BYTES, Body.BYTES)
            }) {
                sum.set(0);
                answered[0] = new CountDownLatch(e.messages);
                client.execute(() -> {
                    for (int i = 1; i <= e.messages; i++) {
                        client.send(0, e.bytes, 0);
                        client.send(i, e.bytes, e.answerBytes);
                    }
                });
                assertThat(answered[0].await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("%s answers all of %s, %d missing", name, e, answered[0].getCount())
                        .isTrue();
                assertThat(sum).hasValue(e.messages * (e.messages + 1L) / 2);
            }
        }
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Peers.named("nety")).hasMessage("no such contestant: nety");
    }
}
