// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.osd.OSD;
import org.inkwire.osd.OsdConfig;
import org.inkwire.osd.op.ClassHandler;
import org.inkwire.osd.store.MemStore;

/** Puts an OSD on a memory store together. */
final class OsdDaemon {
    private static final String DEVICE_CLASS = "ssd";

    private OsdDaemon() {}

    /** An OSD with an empty store, not started. */
    static OSD create(
            int id,
            UUID fsid,
            NetworkStack stack,
            CephConf conf,
            InetAddress ip,
            String host,
            long storeBytes,
            InstantSource wallClock,
            RandomGenerator random) {
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        return OSD.create(new OsdConfig(
                id,
                fsid,
                OsdRegistration.osdFsid(fsid, id),
                conf,
                stack,
                new MemStore(allocator, storeBytes),
                ip,
                ip,
                host,
                DEVICE_CLASS,
                ClassHandler.NONE,
                wallClock,
                random));
    }

    /** Makes its id known to the monitor, then starts it. */
    static CompletionStage<Void> registerAndStart(
            OSD osd, NetworkStack stack, CephConf conf, UUID fsid, RandomGenerator random) {
        return OsdRegistration.register(stack, conf, OsdRegistration.osdFsid(fsid, osd.whoami()), osd.whoami(), random)
                .thenCompose(done -> osd.start());
    }
}
