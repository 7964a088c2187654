// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.osd.OSD;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.mem.MemStore;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread of an OSD hits an unexpected exception. */
class FailedThreadIT {
    private static final int MINUTE = 60;
    private static final int OSD_ID = 3;
    private static final int CAPACITY = 1 << 30;

    private final ObjectStore memory = new MemStore(new UnpooledByteBufAllocator(false), CAPACITY);
    private volatile String failing = "none";

    /** Works until it is called on a thread whose name matches {@link #failing}. */
    private ObjectStore store() {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (Thread.currentThread().getName().matches(failing)) {
                        throw new IllegalStateException("planned");
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void withOsd(BiConsumer<LocalCluster, OSD> test) throws Exception {
        try (LocalCluster cluster = LocalCluster.builder().osds(2).startAndWait()) {
            NetworkStack stack = NetworkStack.start(StackConfig.defaults());
            NodePlace place = NodePlace.here(stack, InetAddress.getLoopbackAddress(), "localhost");
            CephConf conf = new ClusterConf(cluster.fsid(), OSD_ID)
                    .monHost(cluster.monAddrs())
                    .forEntity(EntityType.OSD, Integer.toString(OSD_ID));
            OSD osd = OsdDaemon.create(OSD_ID, cluster.fsid(), conf, store(), place);
            OsdDaemon.registerAndStart(osd, conf, cluster.fsid(), place)
                    .toCompletableFuture()
                    .get(MINUTE, TimeUnit.SECONDS);

            test.accept(cluster, osd);

            osd.whenStopped().toCompletableFuture().get(MINUTE, TimeUnit.SECONDS);
            assertThat(osd.failure()).hasStackTraceContaining("planned");
            stack.shutdown().toCompletableFuture().get(MINUTE, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"osd\\.3", "osd\\.3-shard-\\d+"})
    void theOsdGoesDownAsAProcessThatAborts(String thread) throws Exception {
        withOsd((cluster, osd) -> {
            failing = thread;
            cluster.monitor().command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":32}");
        });
    }

    @Test
    void anOsdThatIsJustStoppingIsDownAllTheSame() throws Exception {
        withOsd((cluster, osd) -> {
            failing = "osd\\.3";
            osd.stop();
        });
    }
}
