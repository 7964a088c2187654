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
import org.inkwire.store.MemoryShare;
import org.inkwire.store.ObjectStore;

/**
 * What an OSD is given from outside. Immutable.
 *
 * @param conf options by Ceph's names, monitor addresses among them
 * @param stack provides workers and centers; remains the caller's
 * @param store not mounted yet; the OSD mounts and unmounts it
 * @param classes object classes for CALL
 * @param memory bounds what clients' requests may hold
 * @param allocator of received and sent messages, and of data in flight
 */
public record OsdConfig(
        Identity identity,
        CephConf conf,
        NetworkStack stack,
        ObjectStore store,
        Place place,
        ClassHandler classes,
        MemoryShare memory,
        ByteBufAllocator allocator,
        InstantSource wallClock,
        RandomGenerator random) {
    /**
     * Which OSD of which cluster.
     *
     * @param whoami its id, given by {@code osd new}
     * @param fsid of the cluster
     * @param osdFsid identity of its store, the uuid given to {@code osd new}
     */
    public record Identity(int whoami, UUID fsid, UUID osdFsid) {
        public Identity {
            if (whoami < 0) {
                throw new IllegalArgumentException("osd id " + whoami);
            }
        }
    }

    /**
     * Where it stands in the networks and in the CRUSH tree.
     *
     * @param publicIp for clients, monitors and front heartbeats
     * @param clusterIp for OSDs and back heartbeats
     * @param host its CRUSH bucket
     * @param deviceClass {@code hdd}, {@code ssd}, …; empty: none is set
     */
    public record Place(InetAddress publicIp, InetAddress clusterIp, String host, String deviceClass) {}
}
