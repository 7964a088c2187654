// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrCommandReply;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manager over loopback, as librados reaches it. */
class ManagerIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static LocalCluster cluster;
    private static NetworkStack stack;

    /** A client with a messenger of its own. */
    private static final class Client implements Dispatcher, AutoCloseable {
        private final BlockingQueue<MMgrCommandReply> replies = new LinkedBlockingQueue<>();
        private final BlockingQueue<Connection> resets = new LinkedBlockingQueue<>();
        private final Messenger messenger;

        Client(int id) {
            messenger = Messenger.create(
                    stack,
                    MessengerConfig.builder("client", EntityName.of(EntityType.CLIENT, id), MonitorDaemon.REGISTRY)
                            .randomNonce()
                            .authClient(AuthNone.client(new AuthEntityName(EntityType.CLIENT, "admin"), () -> id))
                            .conclude());
            messenger.defaultPolicy(Policy.lossyClient());
            messenger.addDispatcher(this);
            messenger.start();
        }

        void send(Message message) throws Exception {
            messenger.connectTo(EntityType.MGR, managerAddrs()).sendMessage(message);
        }

        MMgrCommandReply command(String json) throws Exception {
            send(new MMgrCommand(new UUID(0, 0), List.of(json), Unpooled.EMPTY_BUFFER));
            return replies.poll(30, TimeUnit.SECONDS);
        }

        @Override
        public boolean msCanFastDispatch(Message message) {
            return message instanceof MMgrCommandReply;
        }

        @Override
        public void msFastDispatch(Connection connection, Message message) {
            message.retain();
            replies.add((MMgrCommandReply) message);
        }

        @Override
        public boolean msDispatch(Connection connection, Message message) {
            return true;
        }

        @Override
        public void msHandleReset(Connection connection) {
            resets.add(connection);
        }

        @Override
        public void close() {
            messenger
                    .shutdown()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Not what its type says. */
    private static final class Garbage extends Message {
        Garbage() {
            super(MMgrCommand.TYPE, 1, 1);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.u64(-1);
        }
    }

    @BeforeAll
    static void start() {
        cluster = LocalCluster.builder().osds(1).startAndWait();
        stack = NetworkStack.start(StackConfig.defaults().withOpThreads(1).withName("mgr-client"));
    }

    @AfterAll
    static void stop() throws Exception {
        stack.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
        cluster.close();
    }

    private static JsonNode monitor(String prefix) throws Exception {
        return MAPPER.readTree(cluster.monitor()
                .command("{\"prefix\":\"" + prefix + "\",\"format\":\"json\"}")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .data());
    }

    private static EntityAddrVec managerAddrs() throws Exception {
        JsonNode addr = monitor("mgr dump").at("/active_addrs/addrvec/0");
        return EntityAddrVec.parse(
                "v2:" + addr.get("addr").asText() + "/" + addr.get("nonce").asText());
    }

    private static void assertAnswers(Client client) throws Exception {
        MMgrCommandReply reply = client.command("{\"prefix\":\"pg stat\",\"format\":\"json\"}");
        assertThat(reply).isNotNull();
        assertThat(reply.result()).isZero();
        assertThat(MAPPER.readTree(reply.data().toString(UTF_8)).get("pg_ready").asBoolean())
                .isTrue();
        reply.release();
    }

    @Test
    void commandsAreAnsweredAndUnknownOnesRefused() throws Exception {
        try (Client client = new Client(4711)) {
            assertAnswers(client);
            MMgrCommandReply reply = client.command("{\"prefix\":\"osd pool ls\"}");
            assertThat(reply.result()).isEqualTo(-22);
            assertThat(reply.status()).isEqualTo("No handler found for 'osd pool ls'");
            reply.release();
        }
    }

    @Test
    void aMalformedMessageCostsItsSenderTheConnectionAndNobodyElseAnything() throws Exception {
        try (Client good = new Client(4712);
                Client bad = new Client(4713)) {
            assertAnswers(good);
            bad.send(new Garbage());
            assertThat(bad.resets.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertAnswers(good);
            assertThat(good.resets).isEmpty();
            assertAnswers(bad);
        }
    }

    @Test
    void aFailedManagerAnswersAgainAtOnce() throws Exception {
        try (Client client = new Client(4714)) {
            assertAnswers(client);
            long epoch = monitor("mgr stat").get("epoch").asLong();
            cluster.monitor()
                    .command("{\"prefix\":\"mgr fail\"}")
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(monitor("mgr stat").get("epoch").asLong()).isEqualTo(epoch + 1);
            assertThat(client.resets.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertAnswers(client);
        }
    }
}
