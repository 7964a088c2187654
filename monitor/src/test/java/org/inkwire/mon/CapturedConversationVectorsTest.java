// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.vectors.CapturedConnection;
import org.inkwire.testkit.vectors.CapturedFrame;
import org.inkwire.testkit.vectors.CapturedStreams;
import org.inkwire.testkit.vectors.Direction;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays what real clients sent to a real monitor: ours answers with the same kinds of messages. */
class CapturedConversationVectorsTest {
    private static final MessageRegistry REGISTRY = ClusterMessages.registry();

    private static List<Message> messages(CapturedConnection c, Direction direction) {
        List<Message> all = new ArrayList<>();
        for (CapturedFrame f : c.read(direction).frames()) {
            if (f.isMessage()) {
                all.add(REGISTRY.decode(
                        f.header(),
                        CapturedFrame.buffer(f.front()),
                        CapturedFrame.buffer(f.middle()),
                        CapturedFrame.buffer(f.data())));
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"ceph-s-none,08", "ceph-s-none,09", "rados-df-none,12", "rados-df-none,14", "pool-create-none,08"})
    void answersAreOfTheKindsRecorded(String scenario, String name) {
        CapturedConnection recorded = CapturedStreams.load(scenario).connections().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Message> said = messages(recorded, Direction.CLIENT_TO_SERVER);
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        FakeConnection peer =
                m.messenger.accept(EntityName.of(EntityType.CLIENT, 4105), EntityAddrVec.parse("127.0.0.1:0/5"), 4105);
        for (Message message : said) {
            peer.deliver(withOurFsid(message));
            m.centers.run();
        }
        List<Message> answers = peer.take();
        assertThat(answers)
                .extracting(Message::typeName)
                .containsExactlyElementsOf(messages(recorded, Direction.SERVER_TO_CLIENT).stream()
                        .map(Message::typeName)
                        .toList());
        answers.stream()
                .filter(MMonCommandAck.class::isInstance)
                .map(MMonCommandAck.class::cast)
                .forEach(ack -> assertThat(ack.result()).isZero());
    }

    /** The recorded cluster had another id. */
    private static Message withOurFsid(Message m) {
        Message same = m;
        if (m instanceof MMonCommand c) {
            same = new MMonCommand(
                    c.version(), TestMonitor.FSID, c.cmd(), c.data().retain());
            same.tid(c.tid());
            c.release();
        } else if (m instanceof org.inkwire.cluster.message.mon.MStatfs s) {
            same = new org.inkwire.cluster.message.mon.MStatfs(s.version(), TestMonitor.FSID, s.pool());
        } else if (m instanceof org.inkwire.cluster.message.mon.MGetPoolStats s) {
            same = new org.inkwire.cluster.message.mon.MGetPoolStats(s.version(), TestMonitor.FSID, s.pools());
        }
        return same;
    }

    @org.junit.jupiter.api.Test
    void commandDescriptionsHaveTheFormThePythonToolParses() {
        TestMonitor m = TestMonitor.start();
        var all = TestMonitor.json(m.command("{\"prefix\": \"get_command_descriptions\"}"));
        assertThat(all.size()).isGreaterThan(100);
        Map<String, Integer> seen = new java.util.TreeMap<>();
        all.forEach(d -> {
            assertThat(d.get("sig").get(0).isTextual()).isTrue();
            assertThat(d.get("help").asText()).isNotEmpty();
            seen.merge(d.get("sig").toString(), 1, Integer::sum);
        });
        assertThat(seen.values()).allMatch(n -> n == 1);
    }
}
