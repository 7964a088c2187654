// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code ceph tell}, as the tool sends it: an MCommand to the daemon itself. */
class TellIT {
    private static final UUID FSID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static LocalCluster cluster;
    private static NetworkStack stack;
    private static Messenger messenger;
    private static final Replies REPLIES = new Replies();

    private static final class Replies implements Dispatcher {
        private volatile CompletableFuture<MCommandReply> next = new CompletableFuture<>();

        @Override
        public boolean msCanFastDispatch(Message message) {
            return message instanceof MCommandReply;
        }

        @Override
        public void msFastDispatch(Connection connection, Message message) {
            message.retain();
            next.complete((MCommandReply) message);
        }

        @Override
        public boolean msDispatch(Connection connection, Message message) {
            return true;
        }
    }

    private record Told(int result, String status, String output) {
        JsonNode json() throws Exception {
            assertThat(result).as(status).isZero();
            return MAPPER.readTree(output);
        }
    }

    @BeforeAll
    static void start() {
        cluster = LocalCluster.builder().osds(1).fsid(FSID).startAndWait();
        stack = NetworkStack.start(StackConfig.defaults().withOpThreads(1).withName("tell"));
        messenger = Messenger.create(
                stack,
                MessengerConfig.builder("tell", EntityName.of(EntityType.CLIENT, 4711), MonitorDaemon.REGISTRY)
                        .randomNonce()
                        .authClient(AuthNone.client(new AuthEntityName(EntityType.CLIENT, "admin"), () -> 4711))
                        .conclude());
        messenger.defaultPolicy(Policy.lossyClient());
        messenger.addDispatcher(REPLIES);
        messenger.start();
    }

    @AfterAll
    static void stop() throws Exception {
        messenger.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
        stack.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
        cluster.close();
    }

    private static Told tell(EntityType type, EntityAddrVec addrs, String json) throws Exception {
        REPLIES.next = new CompletableFuture<>();
        messenger.connectTo(type, addrs).sendMessage(new MCommand(FSID, List.of(json), Unpooled.EMPTY_BUFFER));
        MCommandReply reply = REPLIES.next.get(30, TimeUnit.SECONDS);
        try {
            return new Told(reply.result(), reply.status(), reply.data().toString(UTF_8));
        } finally {
            reply.release();
        }
    }

    private static Told tellOsd(String json) throws Exception {
        byte[] dump = cluster.monitor()
                .command("{\"prefix\":\"osd dump\",\"format\":\"json\"}")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .data();
        JsonNode addr = MAPPER.readTree(dump).at("/osds/0/public_addrs/addrvec/0");
        return tell(
                EntityType.OSD,
                EntityAddrVec.parse("v2:" + addr.get("addr").asText() + "/"
                        + addr.get("nonce").asText()),
                json);
    }

    private static Told tellMon(String json) throws Exception {
        return tell(EntityType.MON, cluster.monAddrs(), json);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anOsdAndTheMonitorNameTheirMachineAsUnameDoes() throws Exception {
        for (String command : List.of(
                "{\"prefix\":\"osd metadata\",\"id\":0,\"format\":\"json\"}",
                "{\"prefix\":\"mon metadata\",\"id\":\"a\",\"format\":\"json\"}")) {
            JsonNode metadata = MAPPER.readTree(cluster.monitor()
                    .command(command)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .data());
            assertThat(metadata.get("arch").asText()).as(command).isEqualTo(uname("-m"));
            assertThat(metadata.get("hostname").asText())
                    .as(command)
                    .isEqualTo(uname("-n").replaceFirst("\\..*", ""));
            assertThat(metadata.get("os").asText()).as(command).isEqualTo(uname("-s"));
            assertThat(metadata.get("kernel_version").asText()).as(command).isEqualTo(uname("-r"));
        }
    }

    private static String uname(String option) throws IOException {
        Process process = new ProcessBuilder("uname", option).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @Test
    void anOsdListsItsSevenMessengers() throws Exception {
        assertThat(tellOsd("{\"prefix\":\"messenger dump\"}").json().get("messengers"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "client",
                        "cluster",
                        "hb_back_client",
                        "hb_front_client",
                        "hb_back_server",
                        "hb_front_server",
                        "ms_objecter");
    }

    @Test
    void anOsdDumpsAMessengerByNameWithTheConnectionThatAsks() throws Exception {
        JsonNode m = tellOsd("{\"prefix\":\"messenger dump\",\"msgr\":\"client\"}")
                .json()
                .at("/messenger/client");
        assertThat(m.at("/my_name/type").asText()).isEqualTo("osd");
        assertThat(m.at("/listen_sockets")).hasSize(1);
        assertThat(m.get("connections"))
                .anySatisfy(c -> assertThat(
                                c.at("/async_connection/peer/entity_name").asText())
                        .isEqualTo("client.4711"));
        assertThat(m.get("connections"))
                .anySatisfy(c ->
                        assertThat(c.at("/async_connection/peer/type").asText()).isEqualTo("mon"));
    }

    @Test
    void aMessengerThatIsNotThereIsRefused() throws Exception {
        Told told = tellOsd("{\"prefix\":\"messenger dump\",\"msgr\":\"nobody\"}");
        assertThat(told.result()).isEqualTo(-2);
        assertThat(told.status()).contains("nobody");
    }

    @Test
    void whatIsNotJsonIsRefusedAsItIs() throws Exception {
        Told told = tellOsd("{\"prefix\":NaN}");
        assertThat(told.result()).isEqualTo(-22);
        assertThat(told.status()).isEqualTo("unparseable JSON {\"prefix\":NaN}");
    }

    @Test
    void perfDumpOfAnOsdHasWorkersAndThrottlesBesideItsOwnSection() throws Exception {
        JsonNode perf = tellOsd("{\"prefix\":\"perf dump\"}").json();
        assertThat(perf.at("/osd/map_epoch").asLong()).isPositive();
        JsonNode worker = perf.get("AsyncMessenger::Worker-0");
        assertThat(worker.get("msgr_recv_messages").asLong()).isPositive();
        assertThat(worker.get("msgr_running_total_time").asDouble()).isPositive();
        assertThat(perf.at("/throttle-msgr_dispatch_throttler-cluster/max").asLong())
                .isPositive();
    }

    @Test
    void theMonitorIsToldTheSameWay() throws Exception {
        assertThat(tellMon("{\"prefix\":\"messenger dump\"}").json().get("messengers"))
                .extracting(JsonNode::asText)
                .containsExactly("mon");
        JsonNode m = tellMon("{\"prefix\":\"messenger dump\",\"msgr\":\"mon\",\"format\":\"json\"}")
                .json()
                .at("/messenger/mon");
        assertThat(m.get("connections_count").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(tellMon("{\"prefix\":\"perf dump\"}").json().has("AsyncMessenger::Worker-0"))
                .isTrue();
        assertThat(tellMon("{\"prefix\":\"messenger dump\",\"msgr\":\"x\"}").result())
                .isEqualTo(-2);
    }

    @Test
    void bothDescribeTheCommandsToTheTool() throws Exception {
        String described =
                "\"sig\":[\"messenger\",\"dump\",{\"name\":\"msgr\",\"type\":\"CephString\",\"req\":\"false\"}";
        assertThat(tellOsd("{\"prefix\":\"get_command_descriptions\"}").output())
                .contains(described);
        assertThat(tellMon("{\"prefix\":\"get_command_descriptions\"}").output())
                .contains(described)
                .contains("\"osd\",\"dump\"");
    }

    @Test
    void aClusterCommandTheMonitorIsToldIsRun() throws Exception {
        assertThat(tellMon("{\"prefix\":\"fsid\"}").output()).contains(FSID.toString());
    }

    private static Told setOption(String name, String value) throws Exception {
        return tellOsd("{\"prefix\":\"config set\",\"var\":\"" + name + "\",\"val\":[\"" + value + "\"]}");
    }

    private static String option(String name) throws Exception {
        return tellOsd("{\"prefix\":\"config get\",\"var\":\"" + name + "\"}")
                .json()
                .get(name)
                .asText();
    }

    @Test
    void optionsOfARunningOsdChangeIfTheyCan() throws Exception {
        assertThat(setOption("osd_failsafe_full_ratio", "0.98")
                        .json()
                        .get("success")
                        .asText())
                .isEqualTo("osd_failsafe_full_ratio = '0.98' ");
        assertThat(option("osd_failsafe_full_ratio")).isEqualTo("0.98");
        tellOsd("{\"prefix\":\"config unset\",\"var\":\"osd_failsafe_full_ratio\"}")
                .json();
        assertThat(option("osd_failsafe_full_ratio")).isEqualTo("0.97");

        assertThat(setOption("osd_failsafe_full_ratio", "banana").status())
                .isEqualTo("error setting 'osd_failsafe_full_ratio' to 'banana': (22) Invalid argument");
        assertThat(setOption("nosuch", "1").status())
                .isEqualTo("error setting 'nosuch' to '1': (2) No such file or directory");
        assertThat(setOption("osd_objectstore", "bluestore").status())
                .isEqualTo("error setting 'osd_objectstore' to 'bluestore': (1) Operation not permitted");
        assertThat(option("osd_objectstore")).isEqualTo("memstore");
    }

    @Test
    void injectedArgumentsAreSetUpToTheOnesThatCannotBe() throws Exception {
        Told done = tellOsd("{\"prefix\":\"injectargs\",\"injected_args\":[\"--osd_failsafe_full_ratio 0.99\"]}");
        assertThat(done.result()).isZero();
        assertThat(done.status()).isEqualTo("osd_failsafe_full_ratio = '0.99' ");
        Told mixed = tellOsd("{\"prefix\":\"injectargs\",\"injected_args\":"
                + "[\"--osd-failsafe-full-ratio=0.97 --osd_objectstore x --nosuch\"]}");
        assertThat(mixed.result()).isEqualTo(-22);
        assertThat(mixed.status())
                .contains("osd_objectstore to 'x'", "failed to parse arguments: --nosuch", "ratio = '0.97'");
    }

    @Test
    void benchWritesWhatItSaysAndLeavesNothing() throws Exception {
        long before = tellOsd("{\"prefix\":\"perf dump\"}")
                .json()
                .at("/osd/stat_bytes_used")
                .asLong();
        JsonNode result = tellOsd("{\"prefix\":\"bench\",\"count\":12582912,\"size\":65536}")
                .json();
        assertThat(result.get("bytes_written").asLong()).isEqualTo(12582912);
        assertThat(result.get("blocksize").asInt()).isEqualTo(65536);
        assertThat(result.get("iops").asDouble()).isPositive();
        assertThat(tellOsd("{\"prefix\":\"perf dump\"}")
                        .json()
                        .at("/osd/stat_bytes_used")
                        .asLong())
                .isLessThan(before + 100_000);
        assertThat(tellOsd("{\"prefix\":\"bench\",\"count\":4194304,\"size\":1}")
                        .status())
                .startsWith("'count' values greater than 3000 for a block size of 1 B, assuming 100 IOPS");
    }

    @Test
    void requestsAreRememberedWithTheirTimes() throws Exception {
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("remembered");
            client.ioCtx("remembered").writeFull("object", "content".getBytes(UTF_8));
        }
        assertThat(tellOsd("{\"prefix\":\"dump_ops_in_flight\"}")
                        .json()
                        .get("num_ops")
                        .asInt())
                .isZero();
        JsonNode ops = tellOsd("{\"prefix\":\"dump_historic_ops\"}").json().get("ops");
        assertThat(ops.toString()).contains("object", "writefull", "queued_for_pg", "reached_pg", "done");
        assertThat(ops.get(0).get("duration").asDouble()).isPositive();
    }

    /** A new PG peers first. */
    private static JsonNode queryOnceActive(String pg) throws Exception {
        String command = "{\"prefix\":\"pg\",\"pgid\":\"" + pg + "\",\"cmd\":\"query\"}";
        return LocalClusterContract.eventually()
                .until(
                        () -> tellOsd(command).json(),
                        query -> query.get("state").asText().startsWith("active"));
    }

    @Test
    void aPgIsShownAndNotScrubbed() throws Exception {
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("shown");
        }
        byte[] stat = cluster.monitor()
                .command("{\"prefix\":\"osd pool stats\",\"pool_name\":\"shown\",\"format\":\"json\"}")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .data();
        long pool = MAPPER.readTree(stat).get(0).get("pool_id").asLong();
        String pg = pool + ".0";
        JsonNode query = queryOnceActive(pg);
        assertThat(query.at("/info/pgid").asText()).isEqualTo(pg);
        assertThat(tellOsd("{\"prefix\":\"pg\",\"pgid\":\"" + pg + "\",\"cmd\":\"list_unfound\"}")
                        .json()
                        .get("num_unfound")
                        .asInt())
                .isZero();
        assertThat(tellOsd("{\"prefix\":\"scrub\",\"pgid\":\"" + pg + "\"}").result())
                .isEqualTo(-95);
        assertThat(tellOsd("{\"prefix\":\"query\",\"pgid\":\"99.0\"}").result()).isEqualTo(-2);
    }

    @Test
    void listsThatAreEmptyHere() throws Exception {
        assertThat(tellOsd("{\"prefix\":\"dump_blocklist\"}").output()).isEqualTo("[ ]\n[]\n");
        assertThat(tellOsd("{\"prefix\":\"get_mapped_pools\"}").json().isArray())
                .isTrue();
        assertThat(tellOsd("{\"prefix\":\"log flush\"}").result()).isZero();
    }
}
