// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.dump.ConnectionDump;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.testkit.ceph.RealCeph;
import org.inkwire.testkit.ceph.RunTime;
import org.inkwire.testkit.ceph.SessionEvents;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A lossless session with a real {@code ceph-osd} while both sides break their connections. A client's sessions are
 * lossy, so we connect as another OSD to its cluster address; either side dials when it has something to send. We send
 * the commands of {@code ceph tell}: each is answered once, on the same session.
 */
@Tag("interop")
class RealCephLosslessIT {
    private static final Duration SLICE = Duration.ofSeconds(15);
    private static final Duration LAST_ANSWER = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int ENOUGH_FAULTS = 3;
    private static final int IN_FLIGHT = 48;
    /** Number of commands between those with a long output and between those with a long input. */
    private static final int PAGE_EVERY = 100;

    private static final int LARGE_EVERY = 30;
    private static final int LARGE = 200_000;
    private static final long OSD_REQUIRED = Feature.mask(Feature.UID, Feature.PGID64, Feature.OSDENC);
    private static final EntityName US = EntityName.osd(99);
    /** osd.0's line of {@code osd dump}: public addresses, then those of the cluster network. */
    private static final Pattern CLUSTER_ADDR = Pattern.compile("^osd\\.0 .*? v2:\\S+ (v2:\\S+) ", Pattern.MULTILINE);
    /** A numeric option without any effect here: we write it and read it back. */
    private static final String OPTION = "clog_to_graylog_port";

    private RealCeph ceph;
    private NetworkStack stack;
    private Messenger messenger;
    private final StateCoverage states = new StateCoverage();

    @BeforeEach
    void start() throws Exception {
        ceph = RealCeph.start(1, RealCeph.SOCKET_FAILURES);
        stack = NetworkStack.start(
                StackConfig.defaults().withOpThreads(1).withName("lossless").withTransitions(states));
        messenger = Messenger.create(
                stack,
                MessengerOptions.apply(conf(), MessengerConfig.builder("cluster", US, ClusterMessages.registry()))
                        .randomNonce()
                        .authClient(AuthNone.client(new AuthEntityName(EntityType.OSD, "99"), () -> 0))
                        .authServer(AuthNone.server())
                        .conclude());
        messenger.policy(EntityType.OSD, Policy.losslessPeer().requiring(OSD_REQUIRED));
    }

    @AfterEach
    void stop() throws Exception {
        messenger.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
        stack.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
        ceph.stop();
    }

    @Test
    void everyCommandIsAnsweredOnceAndInOrderThoughBothSidesBreakTheConnection() throws Exception {
        Teller teller = new Teller(fsid());
        messenger.addDispatcher(teller);
        messenger
                .bind(InetAddress.getLoopbackAddress(), 0, 0)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        messenger.start();

        // Request it first: a client's connection to the monitor is lossy and may be reset.
        EntityAddrVec osd = clusterAddrOfTheOsd();
        SessionEvents.Counts counts;
        RunTime runTime = RunTime.begin(SLICE);
        try (SessionEvents events = SessionEvents.record()) {
            teller.begin(messenger.connectTo(EntityType.OSD, osd));
            Awaitility.await()
                    .forever()
                    .pollInterval(POLL)
                    .until(() -> teller.over.isDone() || !runTime.goesOn(() -> faultsStruckBothSides(events.counts())));
            teller.enough = true;
            teller.over.get(LAST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            // The OSD must still acknowledge the last commands it has answered.
            Awaitility.await()
                    .atMost(LAST_ANSWER)
                    .until(() -> connection().queues().sent() == 0);
            counts = events.counts();
        }

        ConnectionDump.Session session = connection().session();
        System.out.printf(
                "lossless session with ceph-osd, %s: %d commands, %d bytes answered; ours: %s; ceph's injected: %d;"
                        + " in_seq %d, out_seq %d, connect_seq %d; %d handshakes waited for the OSD's own, %d faults found"
                        + " nothing to send%n",
                runTime,
                teller.answered,
                teller.bytes,
                counts,
                ceph.injectedFailures(),
                session.inSeq(),
                session.outSeq(),
                session.connectSeq(),
                states.entered("WAIT"),
                states.entered("STANDBY"));
        assertThat(session.outSeq()).isEqualTo(teller.asked);
        assertThat(session.inSeq()).isEqualTo(teller.answered).isEqualTo(teller.asked);
        assertThat(counts.resets()).isZero();
        assertThat(ceph.fallen()).isEmpty();
    }

    /** Whether faults struck both sides and the OSD has dialled us too. */
    private boolean faultsStruckBothSides(SessionEvents.Counts counts) throws Exception {
        return counts.injected() >= ENOUGH_FAULTS
                && ceph.injectedFailures() >= ENOUGH_FAULTS
                && counts.reconnects() > 0
                && counts.accepted() > 0;
    }

    private ConnectionDump connection() throws Exception {
        return messenger.dump().toCompletableFuture().get(20, TimeUnit.SECONDS).connections().stream()
                .filter(c -> c.status().kind() == ConnectionDump.Kind.REGISTERED)
                .findFirst()
                .orElseThrow();
    }

    private CephConf conf() {
        return CephConf.builder().environment(Map.of()).file(ceph.confFile()).build();
    }

    private UUID fsid() {
        try (RadosClient client = RadosClient.connect(conf())) {
            return client.fsid();
        }
    }

    private EntityAddrVec clusterAddrOfTheOsd() {
        try (RadosClient client = RadosClient.connect(conf())) {
            String dump =
                    client.monCommand("{\"prefix\":\"osd dump\"}").orThrow().text();
            Matcher osd = CLUSTER_ADDR.matcher(dump);
            assertThat(osd.find()).as(dump).isTrue();
            return EntityAddrVec.parse(osd.group(1));
        }
    }

    /**
     * Keeps commands in flight and checks the answers: a number set, the number read, a page of options. A command
     * delivered twice would be answered twice; one that was overtaken would show an older number.
     */
    private static final class Teller implements Dispatcher {
        /** @param expected text required in the output */
        private record Asked(long tid, String expected) {}

        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final Deque<Asked> unanswered = new ArrayDeque<>();
        private final UUID fsid;
        /** Stops further commands. */
        private volatile boolean enough;

        private long asked;
        private long answered;
        private long bytes;

        Teller(UUID fsid) {
            this.fsid = fsid;
        }

        synchronized void begin(Connection osd) {
            for (int i = 0; i < IN_FLIGHT; i++) {
                ask(osd);
            }
        }

        private void ask(Connection osd) {
            long number = ++asked;
            long value = (number + 1) / 2;
            boolean sets = number % 2 == 1;
            String command = "\"config get\",\"var\":\"" + OPTION + "\"";
            if (sets) {
                command = "\"config set\",\"var\":\"" + OPTION + "\",\"val\":[\"" + value + "\"]";
            } else if (number % PAGE_EVERY == 0) {
                command = "\"config show\"";
            }
            String expected = sets ? "" : "\"" + OPTION + "\": \"" + value + "\"";
            ByteBuf input = number % LARGE_EVERY == 0 ? Unpooled.buffer(LARGE).writeZero(LARGE) : Unpooled.EMPTY_BUFFER;
            unanswered.add(new Asked(number, expected));
            MCommand message = new MCommand(fsid, List.of("{\"prefix\":" + command + "}"), input);
            message.tid(number);
            osd.sendMessage(message);
        }

        @Override
        public boolean msCanFastDispatch(Message message) {
            return message instanceof MCommandReply;
        }

        @Override
        public synchronized void msFastDispatch(Connection osd, Message message) {
            MCommandReply reply = (MCommandReply) message;
            String output = reply.data().toString(UTF_8);
            Asked due = unanswered.poll();
            if (due == null || due.tid != reply.tid() || reply.result() != 0 || !output.contains(due.expected)) {
                fail("answer to " + reply.tid() + ", due was " + due + ": " + reply.result() + " " + reply.status()
                        + " " + output);
                return;
            }
            answered++;
            bytes += output.length();
            if (!enough) {
                ask(osd);
            } else if (unanswered.isEmpty()) {
                over.complete(null);
            }
        }

        @Override
        public void msHandleReset(Connection osd) {
            fail("our session was reset");
        }

        @Override
        public void msHandleRemoteReset(Connection osd) {
            fail("the OSD lost the session");
        }

        private void fail(String why) {
            over.completeExceptionally(new AssertionError(why));
        }
    }
}
