// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.dump.ConnectionDump;
import org.inkwire.msgr.dump.DumpTree;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.dump.WorkerDump;
import org.inkwire.msgr.event.WorkerCounters;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** A messenger's diagnostics on every event driver: dumps, counters, JFR events. */
public abstract class SeenFromOutsideContract extends DriverContract {
    private static final EntityName SERVER = EntityName.mon(0);
    private static final EntityName CLIENT = EntityName.client(7);

    private static MessengerDump dump(Messenger m) {
        return TestMessengers.get(m.dump());
    }

    private WorkerCounters.Snapshot counted() {
        long[] sum = new long[6];
        messengers.stack().workers().forEach(w -> {
            WorkerCounters.Snapshot s = w.counters().snapshot();
            assertThat(s.activeConnections()).isNotNegative();
            sum[0] += s.recvMessages();
            sum[1] += s.sendMessages();
            sum[2] += s.recvBytes();
            sum[3] += s.sendBytes();
            sum[4] += s.createdConnections();
            sum[5] += s.activeConnections();
        });
        return new WorkerCounters.Snapshot(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], 0, 0, 0);
    }

    // ---- dump

    @Test
    void bothSidesOfASessionDumpTheSameSession() {
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statefulServer(), atServer);
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.losslessClient(), atClient);
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        for (int i = 0; i < 3; i++) {
            connection.sendMessage(new TextMessage("n" + i));
        }
        eventually(() -> assertThat(atClient.texts).hasSize(3));
        eventually(() ->
                assertThat(dump(client).connections().get(0).queues()).isEqualTo(new ConnectionDump.Queues(0, 0, 0)));

        ConnectionDump c = dump(client).connections().get(0);
        ConnectionDump s = dump(server).connections().get(0);
        assertThat(c.status().state()).isEqualTo("READY");
        assertThat(s.status().state()).isEqualTo("READY");
        assertThat(c.status().kind()).isEqualTo(ConnectionDump.Kind.REGISTERED);
        assertThat(c.peer().name()).isEqualTo(SERVER);
        assertThat(s.peer().name()).isEqualTo(CLIENT);
        assertThat(c.peer().addrs()).isEqualTo(server.addrs());
        assertThat(c.peer().target()).isEqualTo(server.addrs().first());
        assertThat(c.peer().features()).isEqualTo(s.peer().features()).isNotZero();
        assertThat(c.session().outSeq()).isEqualTo(3).isEqualTo(s.session().inSeq());
        assertThat(c.session().inSeq()).isEqualTo(3).isEqualTo(s.session().outSeq());
        assertThat(c.session().globalSeq()).isEqualTo(s.session().peerGlobalSeq());
        assertThat(c.session().clientCookie() && s.session().clientCookie()).isTrue();
        assertThat(c.session().serverCookie() && s.session().serverCookie()).isTrue();
        assertThat(c.policy().lossy()).isFalse();
        assertThat(c.traffic().lastActiveAgoNanos()).isNotNegative();
        assertThat(linkOf(c).local()).isEqualTo(linkOf(s).remote());
        assertThat(linkOf(c).remote()).isEqualTo(linkOf(s).local());
        assertThat(c.id()).isNotEqualTo(s.id());
    }

    @Test
    void aDumpNamesTheMessengerItsThrottlesItsListenersAndItsWorkers() {
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), RecordingDispatcher.silent());
        server.policy(EntityType.OSD, Policy.losslessPeer());
        MessengerDump d = dump(server);
        assertThat(d.entityName()).isEqualTo(SERVER);
        assertThat(d.addrs()).isEqualTo(server.addrs());
        assertThat(d.stack().driver()).isEqualTo(driver().name());
        assertThat(d.policies().byPeerType()).containsOnlyKeys(EntityType.OSD);
        assertThat(d.listening())
                .singleElement()
                .satisfies(l -> assertThat(l.address().getPort())
                        .isEqualTo(server.addrs().first().port()));
        assertThat(d.throttles())
                .singleElement()
                .satisfies(
                        t -> assertThat(t.name()).isEqualTo("throttle-msgr_dispatch_throttler-" + server.logicalName()))
                .satisfies(t -> assertThat(t.max()).isEqualTo(100 << 20));
        assertThat(d.stack().workers()).extracting(WorkerDump::id).containsExactly(0, 1);
        assertThat(d.connections()).isEmpty();
    }

    @Test
    void messagesThatWaitForTheDispatcherAreCountedWhileItIsBusy() {
        CountDownLatch busy = new CountDownLatch(1);
        RecordingDispatcher atServer = RecordingDispatcher.queued((c, m) -> waitFor(busy));
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), atServer);
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        for (int i = 0; i < 5; i++) {
            connection.sendMessage(new TextMessage("n" + i));
        }
        // The dispatcher holds one.
        eventually(() -> assertThat(dump(server).dispatchQueueLength()).isEqualTo(4));
        assertThat(dump(server).throttles().get(0).taken()).isPositive();
        busy.countDown();
        eventually(() -> assertThat(dump(server).dispatchQueueLength()).isZero());
        eventually(() -> assertThat(dump(server).throttles().get(0).taken()).isZero());
    }

    @Test
    void messagesToAPeerThatIsNotThereWaitInTheOutQueue() throws IOException {
        ServerSocket reserved = ScriptedPeer.listener();
        EntityAddr addr = ScriptedPeer.addressOf(reserved);
        reserved.close();
        Messenger client = messengers.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
        Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
        connection.sendMessage(new TextMessage("a"));
        connection.sendMessage(new TextMessage("b"));
        eventually(() ->
                assertThat(dump(client).connections().get(0).queues()).isEqualTo(new ConnectionDump.Queues(0, 2, 0)));
        ConnectionDump c = dump(client).connections().get(0);
        assertThat(c.link()).isNull();
        assertThat(c.traffic().lastActiveAgoNanos()).isEqualTo(-1);
        assertThat(c.peer().features()).isZero();
    }

    @Test
    void aDumpCompletesAlsoWhenTheWorkersHaveEnded() {
        TestMessengers ending = new TestMessengers(driver(), 1);
        Messenger client = ending.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
        Messenger server = ending.server(SERVER, Policy.statefulServer(), RecordingDispatcher.silent());
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        eventually(() -> assertThat(connection.isConnected()).isTrue());
        TestMessengers.get(ending.stack().shutdown());
        assertThat(dump(client).connections())
                .singleElement()
                .satisfies(c -> assertThat(c.peer().name()).isEqualTo(SERVER));
        assertThat(dump(server).connections()).hasSize(1);
        // A message sent now is dropped and must not leak: close() counts the buffers.
        connection.sendMessage(
                new TextMessage("late", ending.allocator().directBuffer(100).writeZero(100)));
        assertThat(connection.isClosed()).isTrue();
        ending.close();
    }

    @Test
    void theTreeHasTheNamesThatCephsToolsRead() {
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), RecordingDispatcher.silent());
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        eventually(() -> assertThat(connection.isConnected()).isTrue());

        Map<String, ?> tree = DumpTree.of(dump(client));
        assertThat(tree.keySet().toString())
                .contains("my_name", "my_addrs", "listen_sockets", "dispatch_queue", "connections", "anon_conns");
        Object c = at(tree, "connections", "0", "async_connection");
        assertThat(((Map<?, ?>) c).keySet().toString())
                .contains("conn_id", "state", "status", "socket_fd", "peer", "socket_addr", "target_addr", "tcp_info")
                .contains("worker_id", "last_active_ago", "protocol");
        assertThat(at(c, "status", "connected")).isEqualTo(true);
        assertThat(at(c, "peer", "entity_name")).isEqualTo("mon.0");
        assertThat(at(c, "protocol", "v2", "con_mode")).isEqualTo("crc");
        Map<?, ?> perf = DumpTree.perf(List.of(dump(client), dump(server)));
        assertThat(perf.keySet().toString())
                .isEqualTo("[AsyncMessenger::Worker-0, AsyncMessenger::Worker-1, throttle-msgr_dispatch_throttler-"
                        + client.logicalName() + ", throttle-msgr_dispatch_throttler-" + server.logicalName() + "]");
    }

    /** The value at a path of names and indexes in a tree. */
    private static Object at(Object tree, String... path) {
        Object here = tree;
        for (String step : path) {
            Object next =
                    here instanceof List<?> list ? list.get(Integer.parseInt(step)) : ((Map<?, ?>) here).get(step);
            if (next == null) {
                throw new AssertionError("nothing at " + step + " in " + here);
            }
            here = next;
        }
        return here;
    }

    private static ConnectionDump.Link linkOf(ConnectionDump c) {
        ConnectionDump.Link link = c.link();
        if (link == null) {
            throw new AssertionError("no link: " + c);
        }
        return link;
    }

    // ---- counters

    @Test
    void messagesAndBytesAreCountedOnBothSides() {
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), atServer);
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        int data = 100_000;
        for (int i = 0; i < 10; i++) {
            connection.sendMessage(
                    new TextMessage("n" + i, messengers.allocator().buffer(data).writeZero(data)));
        }
        eventually(() -> assertThat(atClient.texts).hasSize(10));
        eventually(() -> assertThat(counted().recvMessages()).isEqualTo(20));
        assertThat(counted().sendMessages()).isEqualTo(20);
        assertThat(counted().createdConnections()).isEqualTo(2);
        assertThat(counted().activeConnections()).isEqualTo(2);
        // Both ends are ours: what one framed, the other read.
        eventually(() -> assertThat(counted().recvBytes()).isEqualTo(counted().sendBytes()));
        assertThat(counted().sendBytes()).isGreaterThan(20L * data);
    }

    @Test
    void connectionsThatComeAndGoLeaveNoneActiveAndNeverLessThanNone() {
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), RecordingDispatcher.silent());
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        for (int i = 0; i < 50; i++) {
            Connection c = client.connectTo(EntityType.MON, server.addrs());
            if (i % 2 == 0) {
                eventually(() -> assertThat(c.isConnected()).isTrue());
            }
            c.markDown();
            c.markDown();
            client.markDownAll();
        }
        eventually(() -> assertThat(counted().activeConnections()).isZero());
        eventually(() -> assertThat(messengers.stack().workers())
                .allSatisfy(w -> assertThat(w.connections()).isZero()));
        assertThat(counted().createdConnections()).isGreaterThanOrEqualTo(25);
    }

    // ---- JFR

    private List<RecordedEvent> record(JfrBody body) throws Exception {
        Path file = Files.createTempFile("inkwire", ".jfr");
        try (Recording recording = new Recording()) {
            for (String name :
                    List.of("Connect", "Accept", "Ready", "Fault", "Reconnect", "Replaced", "Reset", "ThrottleWait")) {
                recording.enable("org.inkwire.msgr." + name).withThreshold(Duration.ZERO);
            }
            recording.start();
            body.run();
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
            events.sort(Comparator.comparing(RecordedEvent::getEndTime));
            return events;
        } finally {
            Files.delete(file);
        }
    }

    @FunctionalInterface
    private interface JfrBody {
        void run() throws Exception;
    }

    private static RecordedEvent one(List<RecordedEvent> events, String name, Predicate<RecordedEvent> which) {
        return events.stream()
                .filter(e -> e.getEventType().getName().equals("org.inkwire.msgr." + name))
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + events));
    }

    private static RecordedEvent one(List<RecordedEvent> events, String name) {
        return one(events, name, e -> true);
    }

    @Test
    void aSessionFromConnectThroughFaultAndReconnectToResetIsRecorded() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            RecordingDispatcher atClient = RecordingDispatcher.silent();
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), atClient);
            List<RecordedEvent> events = record(() -> {
                Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
                connection.sendMessage(new TextMessage("a"));
                ScriptedPeer peer = ScriptedPeer.accept(listener);
                peer.authenticateAsServer(EntityType.MON);
                peer.receive(ClientIdentFrame.class);
                peer.send(peer.serverIdent(addr, 1, 99));
                peer.receive(TextMessage.class);
                peer.abort();

                ScriptedPeer again = ScriptedPeer.accept(listener);
                again.authenticateAsServer(EntityType.MON);
                again.receive(ReconnectFrame.class);
                again.send(new ResetFrame(true));
                again.receive(ClientIdentFrame.class);
                again.send(again.serverIdent(addr, 2, 100));
                eventually(() -> assertThat(atClient.events).contains("remote reset"));
                eventually(() -> assertThat(connection.isConnected()).isTrue());
                again.close();
            });
            long id = one(events, "Connect").getLong("connection");
            RecordedEvent connect = one(events, "Connect");
            assertThat(connect.getBoolean("succeeded")).isTrue();
            assertThat(connect.getDuration()).isPositive();
            assertThat(connect.getString("entity")).isEqualTo("client.7");
            assertThat(connect.getString("messenger")).isEqualTo(client.logicalName());
            RecordedEvent ready = one(events, "Ready");
            assertThat(ready.getLong("connection")).isEqualTo(id);
            assertThat(ready.getString("state")).isEqualTo("READY");
            assertThat(ready.getString("peer")).contains(addr.hostPort());
            RecordedEvent fault = one(events, "Fault");
            assertThat(fault.getString("state")).isEqualTo("READY");
            assertThat(fault.getString("cause")).isNotEmpty();
            assertThat(fault.getBoolean("injected")).isFalse();
            assertThat(one(events, "Reconnect").getLong("connectSeq")).isEqualTo(1);
            assertThat(one(events, "Reset").getString("cause")).isEqualTo("remote reset");
        }
    }

    @Test
    void anAcceptAndAReplacementAreRecorded() throws Exception {
        Messenger server = messengers.server(SERVER, Policy.statefulServer(), RecordingDispatcher.silent());
        EntityAddr target = server.addrs().first();
        List<RecordedEvent> events = record(() -> {
            ScriptedPeer peer = ScriptedPeer.dial(target);
            peer.authenticateAsClient(EntityType.CLIENT, target);
            peer.send(peer.ident(target, 1, 55));
            ServerIdentFrame ident = peer.receive(ServerIdentFrame.class);
            ScriptedPeer again = ScriptedPeer.dial(target);
            again.authenticateAsClient(EntityType.CLIENT, target);
            again.send(new ReconnectFrame(peer.ownAddrs(), 55, ident.cookie(), 2, 1, 0));
            again.receive(ReconnectOkFrame.class);
            peer.abort();
            again.close();
        });
        RecordedEvent replaced = one(events, "Replaced");
        long old = replaced.getLong("connection");
        assertThat(replaced.getLong("by")).isGreaterThan(old);
        RecordedEvent accept = one(events, "Accept", e -> e.getLong("connection") == old);
        assertThat(accept.getString("cause")).startsWith("from ");
        assertThat(replaced.getString("cause")).isEqualTo("RECONNECT");
    }

    @Test
    void aSocketThatWaitsForAThrottleIsRecordedWhenTheWaitIsOver() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        RecordingDispatcher atServer = RecordingDispatcher.queued((c, m) -> waitFor(busy));
        Messenger server =
                messengers.create(SERVER, Policy.statelessServer(), atServer, c -> c.dispatchThrottleBytes(100));
        TestMessengers.bind(server, 0, 0);
        server.start();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        List<RecordedEvent> events = record(() -> {
            Connection connection = client.connectTo(EntityType.MON, server.addrs());
            connection.sendMessage(new TextMessage("a"));
            connection.sendMessage(new TextMessage("b"));
            eventually(
                    () -> assertThat(dump(server).throttles().get(0).waiting()).isEqualTo(1));
            busy.countDown();
            eventually(() -> assertThat(atServer.texts).containsExactly("a", "b"));
        });
        RecordedEvent wait = one(events, "ThrottleWait");
        assertThat(wait.getString("throttle")).isEqualTo("msgr_dispatch_throttler-" + server.logicalName());
        assertThat(wait.getLong("amount")).isPositive();
        assertThat(wait.getDuration()).isPositive();
        assertThat(wait.getString("cause")).isEqualTo("granted");
    }

    @Test
    void aDialThatFailsIsRecordedWithItsCause() throws Exception {
        ServerSocket reserved = ScriptedPeer.listener();
        EntityAddr addr = ScriptedPeer.addressOf(reserved);
        reserved.close();
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        List<RecordedEvent> events = record(() -> {
            client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            eventually(() -> assertThat(atClient.events).contains("refused"));
        });
        RecordedEvent failed = one(events, "Connect", e -> !e.getBoolean("succeeded"));
        assertThat(failed.getString("cause")).containsIgnoringCase("refused");
    }
}
