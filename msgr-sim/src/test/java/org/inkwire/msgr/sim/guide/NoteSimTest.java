// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.sim.Seeds;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoteSimTest {
    static Messenger messenger(SimProcess process, EntityName name, Policy policy) {
        MessengerConfig config = MessengerConfig.builder("note", name, Note.TYPES)
                .random(process.random()) // whatever could differ between two runs comes from the simulation
                .wallClock(process.wallClock())
                .allocator(process.allocator())
                .randomNonce()
                .authClient(AuthNone.client(AuthEntityName.parse("client.note"), () -> 1))
                .authServer(AuthNone.server())
                .conclude();
        Messenger messenger = Messenger.create(process.stack(), config);
        messenger.defaultPolicy(policy);
        return messenger;
    }

    static LongStream seeds() {
        return Seeds.range(1, 4); // or the one of -Dinkwire.seed
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void notesArriveOnceAndInOrderOverABadNetwork(long seed) {
        Simulation sim = Simulation.of(seed);
        SimProcess there = sim.host("a").start("server", 1);
        SimProcess here = sim.host("b").start("client", 1);
        List<String> received = new ArrayList<>();
        Messenger server = messenger(there, EntityName.osd(0), Policy.statefulServer());
        server.addDispatcher(new Dispatcher() {
            @Override
            public boolean msDispatch(Connection from, Message message) {
                return received.add(((Note) message).text);
            }
        });
        sim.await(server.bind(there.host().ip(), 6800, 6800), Duration.ofSeconds(1));
        server.start();
        Messenger client = messenger(here, EntityName.client(1), Policy.losslessClient());
        client.start();

        sim.network().faults(NetworkFaults.many());
        Connection connection = client.connectTo(EntityType.OSD, server.addrs());
        for (int i = 0; i < 200; i++) {
            connection.sendMessage(new Note("note " + i));
        }

        assertThat(sim.runUntil(() -> received.size() >= 200, Duration.ofHours(1)))
                .as(sim.toString())
                .isTrue();
        assertThat(received)
                .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "note " + i).toList());
    }
}
