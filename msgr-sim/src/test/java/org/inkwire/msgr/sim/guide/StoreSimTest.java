// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;

/** What the guide says about buffers is true: every buffer of the store is released once. */
class StoreSimTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static MessageRegistry types() {
        MessageRegistry.Builder types =
                MessageRegistry.builder().add(0x8000, "Note", 1, (header, front, data) -> new Note(front.string()));
        Upload.addTo(types);
        return types.build();
    }

    private static Messenger messenger(SimProcess process, EntityName name, Dispatcher dispatcher) {
        Messenger messenger = Messenger.create(
                process.stack(),
                MessengerConfig.builder("store", name, types())
                        .random(process.random())
                        .wallClock(process.wallClock())
                        .allocator(process.allocator())
                        .randomNonce()
                        .authClient(AuthNone.client(AuthEntityName.parse("client.store"), () -> 1))
                        .authServer(AuthNone.server())
                        .conclude());
        messenger.addDispatcher(dispatcher);
        return messenger;
    }

    @Test
    void anUploadIsKeptBeyondItsDispatchAndNothingIsLeftAtTheEnd() {
        Simulation sim = Simulation.of(1);
        SimProcess a = sim.host("a").start("server", 1);
        SimProcess b = sim.host("b").start("client", 1);
        EventCenter center = a.stack().newCenter("store");
        Store store = new Store(center);
        List<String> answers = new ArrayList<>();
        Messenger server = messenger(a, EntityName.osd(0), store);
        Messenger client = messenger(b, EntityName.client(1), new Dispatcher() {
            @Override
            public boolean msDispatch(Connection from, Message message) {
                return answers.add(((Note) message).text);
            }
        });
        sim.await(server.bind(a.host().ip(), 6800, 6800), LIMIT);
        server.start();
        client.start();
        Connection connection = client.connectTo(EntityType.OSD, server.addrs());
        for (String name : List.of("one", "two", "one")) {
            ByteBuf content = b.allocator().buffer(4096).writeZero(4096);
            connection.sendMessage(new Upload(name, "first", content));
        }
        assertThat(sim.runUntil(() -> answers.size() == 3, LIMIT)).isTrue();
        assertThat(answers).containsExactly("stored one", "stored two", "stored one");
        center.submit(store::close);
        sim.await(client.shutdown(), LIMIT);
        sim.await(server.shutdown(), LIMIT);
        sim.await(a.stop(), LIMIT);
        sim.await(b.stop(), LIMIT);
        assertThat(a.allocator().outstandingBuffers()).isZero();
        assertThat(b.allocator().outstandingBuffers()).isZero();
    }
}
