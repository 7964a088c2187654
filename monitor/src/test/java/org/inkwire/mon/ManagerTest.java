// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.mon.MMgrClose;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrCommandReply;
import org.inkwire.cluster.message.mon.MMgrOpen;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.MessageHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the manager answers its clients. Texts of refusals are those of ceph-mgr 16.2.15. */
class ManagerTest {
    /** As librados sends it for {@code rados list-inconsistent-pg}: fsid 0, one string. */
    private static final String LIST_INCONSISTENT_PG = "00000000000000000000000000000000" + "01000000" + "49000000"
            + "7b22707265666978223a20227067206c73222c22706f6f6c223a20312c22737461746573223a205b22696e636f6e73697374656e"
            + "74225d2c22666f726d6174223a20226a736f6e227d";

    private static final UUID NO_FSID = new UUID(0, 0);

    private TestMonitor m;
    private FakeConnection peer;

    @BeforeEach
    void start() {
        m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":8}");
        peer = connect();
    }

    private FakeConnection connect() {
        return m.mgrMessenger.accept(
                EntityName.of(EntityType.CLIENT, 4100), EntityAddrVec.parse("127.0.0.1:0/78"), 4100);
    }

    private MMgrCommandReply command(String json) {
        return send(new MMgrCommand(NO_FSID, List.of(json), Unpooled.EMPTY_BUFFER));
    }

    private MMgrCommandReply send(MMgrCommand command) {
        peer.take();
        command.tid(7);
        peer.deliver(command);
        m.centers.run();
        MMgrCommandReply reply = peer.lastSent(MMgrCommandReply.class);
        assertThat(reply.tid()).isEqualTo(7);
        return reply;
    }

    private MCommandReply tell(UUID fsid, String json) {
        peer.take();
        peer.deliver(new MCommand(fsid, List.of(json), Unpooled.EMPTY_BUFFER));
        m.centers.run();
        return peer.lastSent(MCommandReply.class);
    }

    private static String text(ByteBuf data) {
        return data.toString(StandardCharsets.UTF_8);
    }

    // ---- commands to the cluster

    @Test
    void aRecordedCommandOfLibradosIsAnswered() {
        ByteBuf front = Unpooled.wrappedBuffer(HexFormat.of().parseHex(LIST_INCONSISTENT_PG));
        MMgrCommand sample = new MMgrCommand(NO_FSID, List.of(""), Unpooled.EMPTY_BUFFER);
        MessageHeader header = new MessageHeader().set(sample, 1, 0);
        sample.release();
        MMgrCommandReply reply = send((MMgrCommand)
                ClusterMessages.registry().decode(header, front, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER));
        assertThat(reply.result()).isZero();
        JsonNode answer = TestMonitor.json(text(reply.data()));
        assertThat(answer.get("pg_ready").asBoolean()).isTrue();
        assertThat(answer.get("pg_stats")).isEmpty();
    }

    @Test
    void aReplyHasTheBytesOfARealManagers() {
        ByteBuf front = Unpooled.buffer();
        MMgrCommandReply reply = command("{\"prefix\":\"nonsense\"}");
        reply.encodeFrontTo(new Encoder(front), 0);
        byte[] bytes = new byte[front.readableBytes()];
        front.readBytes(bytes);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("eaffffff1f0000004e6f2068616e646c657220666f756e6420666f7220276e6f6e73656e736527");
    }

    @Test
    void theManagersCommandsAreAnsweredAsTheMonitorAnswersThem() {
        for (String prefix : List.of("pg stat", "pg dump", "osd df", "osd perf", "service dump", "balancer status")) {
            String json = "{\"prefix\":\"" + prefix + "\",\"format\":\"json\"}";
            MMgrCommandReply reply = command(json);
            var ack = m.command(json);
            assertThat(reply.result()).as(prefix).isEqualTo(ack.result());
            assertThat(reply.status()).as(prefix).isEqualTo(ack.status());
            assertThat(text(reply.data())).as(prefix).isEqualTo(TestMonitor.text(ack));
        }
    }

    @Test
    void aCommandThatChangesTheMapIsAnsweredWhenItHas() {
        m.command("{\"prefix\":\"osd down\",\"ids\":[\"2\"]}");
        MMgrCommandReply reply =
                command("{\"prefix\":\"osd destroy\",\"id\":2,\"force\":true,\"yes_i_really_mean_it\":true}");
        assertThat(reply.result()).as(reply.status()).isZero();
        assertThat(TestMonitor.text(m.command("{\"prefix\":\"osd tree\"}"))).contains("destroyed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg dump", "osd df", "pg ls", "osd ok-to-stop", "service dump"})
    void xmlIsRefused(String prefix) {
        String json = "{\"prefix\":\"" + prefix + "\",\"ids\":[\"0\"],\"format\":\"xml\"}";
        MMgrCommandReply reply = command(json);
        assertThat(reply.result()).isEqualTo(-22);
        assertThat(reply.status()).startsWith("format 'xml' is not supported");
        assertThat(reply.data().isReadable()).isFalse();
        assertThat(tell(TestMonitor.FSID, "{\"prefix\":\"mgr_status\",\"format\":\"xml-pretty\"}")
                        .result())
                .isEqualTo(-22);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{\"prefix\":\"nonsense\"}; No handler found for 'nonsense'",
                "{\"prefix\":\"osd pool ls\"}; No handler found for 'osd pool ls'",
                "{\"prefix\":\"version\"}; No handler found for 'version'",
                "{}; No handler found for ''",
                "not json; unparseable JSON not json",
                "[]; not JSON object []",
                "{\"prefix\":[1]}; No handler found for ''",
            })
    void whatIsNotTheManagersIsRefused(String json, String status) {
        MMgrCommandReply reply = command(json);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.result()).isEqualTo(-22);
        assertThat(reply.data().isReadable()).isFalse();
    }

    @Test
    void theManagerDescribesExactlyWhatTheMonitorMarksAsItsOwn() {
        Set<String> marked = new TreeSet<>();
        TestMonitor.json(m.command("{\"prefix\":\"get_command_descriptions\"}")).forEach(d -> {
            if ((d.get("flags").asInt() & 8) != 0) {
                marked.add(d.get("sig").toString());
            }
        });
        Set<String> described = new TreeSet<>();
        TestMonitor.json(text(
                        command("{\"prefix\":\"get_command_descriptions\"}").data()))
                .forEach(d -> {
                    assertThat(d.get("flags").asInt() & 8).isZero();
                    described.add(d.get("sig").toString());
                });
        assertThat(described).isEqualTo(marked).contains("[\"pg\",\"stat\"]").doesNotContain("[\"osd\",\"stat\"]");
    }

    // ---- commands to the manager itself

    @Test
    void theManagerTellsWhatItIs() {
        assertThat(TestMonitor.json(text(tell(TestMonitor.FSID, "{\"prefix\":\"version\"}")
                                .data()))
                        .get("version")
                        .asText())
                .isEqualTo("16.2.15");
        JsonNode status = TestMonitor.json(
                text(tell(TestMonitor.FSID, "{\"prefix\":\"mgr_status\"}").data()));
        assertThat(status.get("mgrmap_epoch").asInt()).isEqualTo(1);
        assertThat(TestMonitor.json(text(
                                tell(TestMonitor.FSID, "{\"prefix\":\"config get\",\"var\":\"mon_allow_pool_delete\"}")
                                        .data()))
                        .get("mon_allow_pool_delete")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void everythingTheManagerDescribesOfItselfIsInItsHelp() {
        Set<String> described = new TreeSet<>();
        TestMonitor.json(text(tell(TestMonitor.FSID, "{\"prefix\":\"get_command_descriptions\"}")
                        .data()))
                .forEach(d -> {
                    StringBuilder words = new StringBuilder();
                    d.get("sig").forEach(w -> words.append(w.isTextual() ? w.asText() + " " : ""));
                    described.add(words.toString().strip());
                });
        Set<String> help = new TreeSet<>();
        TestMonitor.json(text(tell(TestMonitor.FSID, "{\"prefix\":\"help\"}").data()))
                .fieldNames()
                .forEachRemaining(help::add);
        assertThat(help).isEqualTo(described).contains("version", "mgr_status", "config show", "perf dump");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{\"prefix\":\"pg stat\"}; -22; unknown command prefix pg stat",
                "{}; -22; unknown command prefix ~~",
                "not json; -22; unparseable JSON not json",
                "[]; -22; not JSON object []",
                "{\"prefix\":\"config get\",\"var\":\"nope\"}; -2; error getting 'nope': (2) No such file or directory",
            })
    void whatTheManagerDoesNotKnowIsRefused(String json, int result, String status) {
        MCommandReply reply = tell(TestMonitor.FSID, json);
        assertThat(reply.status().strip()).isEqualTo(status.replace("~", "").strip());
        assertThat(reply.result()).isEqualTo(result);
    }

    @Test
    void aCommandToAnotherClusterIsRefused() {
        assertThat(tell(new UUID(1, 2), "{\"prefix\":\"version\"}").result()).isEqualTo(-1);
    }

    // ---- other messages

    @Test
    void whatIsForAMonitorIsDroppedAndTheSessionGoesOn() {
        peer.deliver(new MMonGetMap());
        m.centers.run();
        assertThat(peer.take()).isEmpty();
        assertThat(peer.isClosed()).isFalse();
        assertThat(command("{\"prefix\":\"pg stat\"}").result()).isZero();
    }

    @Test
    void aServiceMayRegisterAndIsToldThatItMayEnd() {
        peer.deliver(new MMgrOpen("x1", "toy", new byte[0]));
        m.centers.run();
        assertThat(peer.take()).isEmpty();
        peer.deliver(new MMgrClose("x1", "toy"));
        m.centers.run();
        MMgrClose answer = peer.lastSent(MMgrClose.class);
        assertThat(answer.daemonName()).isEqualTo("x1");
        assertThat(answer.serviceName()).isEqualTo("toy");
    }

    @Test
    void aPeerThatLeavesCostsNobodyElseAnything() {
        FakeConnection other = connect();
        other.deliver(new MMgrCommand(NO_FSID, List.of("{\"prefix\":\"pg stat\"}"), Unpooled.EMPTY_BUFFER));
        other.reset();
        m.centers.run();
        assertThat(command("{\"prefix\":\"pg stat\"}").result()).isZero();
    }
}
