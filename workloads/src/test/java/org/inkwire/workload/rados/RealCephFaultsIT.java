// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.testkit.ceph.RealCeph;
import org.inkwire.testkit.ceph.RunTime;
import org.inkwire.testkit.ceph.SessionEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Our client on real daemons while one in 500 socket reads and writes, at either end, breaks the connection. Its
 * sessions are lossy, so each break loses requests and answers: the Objecter resends, and the OSD must recognize
 * requests it has already executed.
 */
@Tag("interop")
class RealCephFaultsIT {
    private static final int OSDS = 3;
    private static final Duration SLICE = Duration.ofSeconds(8);
    /** Number of operations by a round's newly connected clients before every object is read. */
    private static final int ROUND = 1500;

    private static final int ENOUGH_FAULTS = 3;

    private RealCeph ceph;
    private NetworkStack stack;
    private RadosClient operator;
    private SessionEvents events;

    @BeforeEach
    void start() throws Exception {
        ceph = RealCeph.start(OSDS, RealCeph.SOCKET_FAILURES);
        stack = NetworkStack.start(StackConfig.defaults().withName("model"));
        operator = RadosClient.connect(conf());
        events = SessionEvents.record();
    }

    @AfterEach
    void stop() throws Exception {
        events.close();
        operator.close();
        stack.shutdown().toCompletableFuture().get(20, TimeUnit.SECONDS);
        ceph.stop();
    }

    @Test
    void smallOperationsOfSeveralClientsHappenOnceAndInOrder() throws Exception {
        RunTime runTime = RunTime.begin(SLICE);
        int acknowledged = 0;
        int refused = 0;
        int round = 0;
        do {
            RadosModel model = new RadosModel(
                    new RealCephEnv(stack, conf(), operator, OSDS), ModelSettings.calm(ROUND), new Random(++round));
            ModelReport report = model.judge(model.run().toCompletableFuture().get(5, TimeUnit.MINUTES));
            assertThat(report.violations()).as("round %d: %s", round, report).isEmpty();
            assertThat(report.unknown() + report.notSent())
                    .as("operations without an answer in round %d", round)
                    .isZero();
            acknowledged += report.acknowledged();
            refused += report.refused();
            operator.deletePool("model");
        } while (runTime.goesOn(this::faultsStruckBothSides));

        System.out.printf(
                "small operations, %s: %d rounds, %d acknowledged, %d rightly refused%n",
                runTime, round, acknowledged, refused);
        daemonsLiveAndFiguresAreShown();
    }

    @Test
    void largeObjectsComeBackByteByByte() throws Exception {
        operator.createPool("large");
        LargeObjects objects = new LargeObjects(operator.ioCtx("large"), new Random(1));
        RunTime runTime = RunTime.begin(SLICE);
        do {
            objects.changeAll();
            objects.readAll();
        } while (runTime.goesOn(this::faultsStruckBothSides));

        System.out.printf(
                "large objects, %s: %d changes, %d MiB written, %d MiB read%n",
                runTime, objects.changes, objects.written >> 20, objects.read >> 20);
        daemonsLiveAndFiguresAreShown();
    }

    private boolean faultsStruckBothSides() throws Exception {
        return events.counts().injected() >= ENOUGH_FAULTS && ceph.injectedFailures() >= ENOUGH_FAULTS;
    }

    private void daemonsLiveAndFiguresAreShown() throws Exception {
        SessionEvents.Counts counts = events.counts();
        System.out.printf("ours: %s; ceph's injected: %d%n", counts, ceph.injectedFailures());
        assertThat(ceph.fallen()).isEmpty();
    }

    private CephConf conf() {
        return CephConf.builder().environment(Map.of()).file(ceph.confFile()).build();
    }

    /** Objects of up to a few MiB, their expected content, and concurrent changes of all of them. */
    private static final class LargeObjects {
        private static final int OBJECTS = 48;
        private static final int LARGEST = 1 << 20;

        private final IoCtx io;
        private final Random random;
        private final Map<String, byte[]> expected = new TreeMap<>();
        private int changes;
        private long written;
        private long read;

        LargeObjects(IoCtx io, Random random) {
            this.io = io;
            this.random = random;
        }

        /**
         * Replaces each, writes into its middle and appends to it, all in flight together: order within an object is
         * kept.
         */
        void changeAll() {
            List<CompletableFuture<Long>> underWay = new ArrayList<>();
            for (int i = 0; i < OBJECTS; i++) {
                String name = "large-" + i;
                byte[] base = bytes(LARGEST / 2 + random.nextInt(LARGEST / 2));
                byte[] patch = bytes(random.nextInt(LARGEST / 4));
                byte[] tail = bytes(random.nextInt(LARGEST / 4));
                int at = random.nextInt(base.length - patch.length);
                underWay.add(io.async().writeFull(name, ByteBuffer.wrap(base)).toCompletableFuture());
                underWay.add(io.async().write(name, at, ByteBuffer.wrap(patch)).toCompletableFuture());
                underWay.add(io.async().append(name, ByteBuffer.wrap(tail)).toCompletableFuture());
                expected.put(name, content(base, patch, at, tail));
                written += base.length + patch.length + tail.length;
            }
            underWay.forEach(CompletableFuture::join);
            changes += underWay.size();
        }

        void readAll() {
            expected.forEach((name, content) -> {
                assertThat(Arrays.mismatch(io.read(name), content))
                        .as("first byte of %s that differs", name)
                        .isEqualTo(-1);
                read += content.length;
            });
        }

        private byte[] bytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        private static byte[] content(byte[] base, byte[] patch, int at, byte[] tail) {
            byte[] content = Arrays.copyOf(base, base.length + tail.length);
            System.arraycopy(patch, 0, content, at, patch.length);
            System.arraycopy(tail, 0, content, base.length, tail.length);
            return content;
        }
    }
}
