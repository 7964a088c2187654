// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EchoSimTest {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private record Outcome(List<String> atServer, List<String> atClient, long digest, Duration took) {}

    private static Messenger messenger(SimProcess process, EntityName name, Policy policy, RecordingDispatcher d) {
        MessengerConfig config = MessengerConfig.builder(name.toString(), name, TextMessage.registry())
                .random(process.random())
                .wallClock(process.wallClock())
                .allocator(process.allocator())
                .randomNonce()
                .authClient(AuthNone.client(new AuthEntityName(name.type(), Long.toString(name.num())), name::num))
                .authServer(AuthNone.monServer(() -> 4096))
                .conclude();
        Messenger m = Messenger.create(process.stack(), config);
        m.defaultPolicy(policy);
        m.addDispatcher(d);
        return m;
    }

    private static Outcome echo(long seed, NetworkFaults faults, int messages) {
        Simulation sim = Simulation.of(seed);
        SimProcess a = sim.host("a").start("server", 2);
        SimProcess b = sim.host("b").start("client", 2);
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        RecordingDispatcher atClient = RecordingDispatcher.queued((c, m) -> {});
        Messenger server = messenger(a, EntityName.mon(0), Policy.statefulServer(), atServer);
        Messenger client = messenger(b, EntityName.client(1), Policy.losslessClient(), atClient);
        sim.await(server.bind(a.host().ip(), 6800, 6900), LIMIT);
        server.start();
        client.start();
        sim.network().faults(faults);
        Connection c = client.connectTo(EntityType.MON, server.addrs());
        for (int i = 0; i < messages; i++) {
            c.sendMessage(new TextMessage("n" + i, b.allocator().buffer(100).writeZero(100)));
        }
        assertThat(sim.runUntil(() -> atClient.texts.size() >= messages, LIMIT))
                .describedAs("%d of %d; %s", atClient.texts.size(), messages, sim)
                .isTrue();
        Duration took = sim.elapsed();
        long digest = sim.digest();
        sim.network().faults(NetworkFaults.none());
        sim.await(client.shutdown(), LIMIT);
        sim.await(server.shutdown(), LIMIT);
        sim.await(a.stop(), LIMIT);
        sim.await(b.stop(), LIMIT);
        assertThat(a.allocator().outstandingBuffers()).isZero();
        assertThat(b.allocator().outstandingBuffers()).isZero();
        return new Outcome(atServer.texts, atClient.texts, digest, took);
    }

    private static List<String> numbered(int messages) {
        return IntStream.range(0, messages).mapToObj(i -> "n" + i).toList();
    }

    @Test
    void messagesGoThereAndBackOverAGoodNetworkInVirtualTime() {
        Outcome o = echo(1, NetworkFaults.none(), 1000);
        assertThat(o.atServer()).isEqualTo(numbered(1000));
        assertThat(o.atClient()).isEqualTo(numbered(1000));
        assertThat(o.took()).isLessThan(Duration.ofSeconds(1));
    }

    static LongStream seeds() {
        return Seeds.range(1, 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLosslessSessionLosesNothingOverANetworkWithManyFaults(long seed) {
        Outcome o = echo(seed, NetworkFaults.many(), 1000);
        assertThat(o.atServer()).isEqualTo(numbered(1000));
        assertThat(o.atClient()).isEqualTo(numbered(1000));
    }

    @Test
    void theSameSeedGivesTheSameDigestAndAnotherSeedAnother() {
        Outcome first = echo(7, NetworkFaults.many(), 300);
        assertThat(echo(7, NetworkFaults.many(), 300)).isEqualTo(first);
        assertThat(echo(8, NetworkFaults.many(), 300).digest()).isNotEqualTo(first.digest());
    }
}
