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
 * What an OSD is given from outside. Immutable.
 *
 * @param whoami its id, given by {@code osd new}
 * @param fsid of the cluster
 * @param osdFsid identity of its store, the uuid given to {@code osd new}
 * @param conf options by Ceph's names, monitor addresses among them
 * @param stack provides workers and centers; remains the caller's
 * @param store not mounted yet; the OSD mounts and unmounts it
 * @param publicIp where clients, monitors and front heartbeats connect
 * @param clusterIp where OSDs and back heartbeats connect
 * @param host CRUSH bucket that holds it
 * @param deviceClass {@code hdd}, {@code ssd}, …; empty: sets none
 * @param classes object classes for CALL
 * @param allocator of data received, sent and in flight
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
