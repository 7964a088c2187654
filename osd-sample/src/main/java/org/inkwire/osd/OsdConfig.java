// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.osd.op.ClassHandler;
import org.inkwire.store.ObjectStore;

/**
 * What an OSD is told from outside. Immutable.
 *
 * @param whoami its id, given by {@code osd new}
 * @param fsid of the cluster
 * @param osdFsid identity of its store, the uuid given to {@code osd new}
 * @param conf options by Ceph's names, monitor addresses among them
 * @param stack gives workers and centers; stays the caller's
 * @param store not mounted yet; the OSD mounts and unmounts it
 * @param publicIp where clients, monitors and front heartbeats come in
 * @param clusterIp where OSDs and back heartbeats come in
 * @param host CRUSH bucket it stands under
 * @param deviceClass {@code hdd}, {@code ssd}, …; empty: none is set
 * @param classes object classes for CALL
 * @param allocator of what is received, sent and on its way
 */
public record OsdConfig(
        int whoami,
        UUID fsid,
        UUID osdFsid,
        CephConf conf,
        NetworkStack stack,
        ObjectStore store,
        InetAddress publicIp,
        InetAddress clusterIp,
        String host,
        String deviceClass,
        ClassHandler classes,
        ByteBufAllocator allocator,
        InstantSource wallClock,
        RandomGenerator random) {
    public OsdConfig {
        if (whoami < 0) {
            throw new IllegalArgumentException("osd id " + whoami);
        }
    }
}
