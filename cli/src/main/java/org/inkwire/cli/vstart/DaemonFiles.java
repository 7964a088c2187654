// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.util.UUID;
import org.inkwire.cli.FileLimit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.osd.cluster.ClusterConf;
import org.inkwire.wire.entity.EntityType;

/**
 * How many file descriptors daemons need, above those of the JVM and its jars: each worker has some of its own, and
 * OSDs connect with each other. A test compares it with what a cluster has open. Stateless, any thread.
 */
public final class DaemonFiles {
    /** With epoll: the poller, its wake-up and its timer. */
    private static final int PER_WORKER = 3;

    /** For its data, its log, its pid file. */
    private static final int FILES = 4;

    /** An OSD listens for clients, for OSDs, and for heartbeats on both networks. */
    private static final int OSD_LISTENERS = 4;

    /** Both ends of an OSD's connection to the monitor, and while one replaces another. */
    private static final int MON_LINKS = 4;

    /** Both ends of what a pair of OSDs has: two heartbeats each way, and one connection for replication. */
    private static final int PAIR_LINKS = 10;

    /** Connections of clients. More are accepted when there is room. */
    private static final int CLIENTS = 16;

    /** Left of a child's, whose input and output are files. */
    private static final int PIPES = 2;

    /** The ends of the pipes that a child takes, until it has them. */
    private static final int WHILE_STARTING = 8;

    private DaemonFiles() {}

    /** A monitor and OSDs in one process, with the options of a cluster on one machine. */
    public static int ofCluster(int osds) {
        return ofCluster(new ClusterConf(new UUID(0, 0), osds).forEntity(EntityType.OSD, "0"), osds);
    }

    static int ofCluster(CephConf conf, int osds) {
        int links = osds * (OSD_LISTENERS + MON_LINKS) + osds * (osds - 1) / 2 * PAIR_LINKS;
        return PER_WORKER * workers(conf) + 1 + links + FILES + CLIENTS;
    }

    /** One daemon in a process. The other OSDs of the cluster, which it does not know, are taken for clients. */
    static int ofDaemon(CephConf conf) {
        return PER_WORKER * workers(conf) + OSD_LISTENERS + MON_LINKS + FILES + CLIENTS;
    }

    /** The process that starts daemons, watches them by pipes, and waits for them as a client. */
    static int ofParent(int osds) {
        return (osds + 1) * PIPES + WHILE_STARTING + FileLimit.OF_A_CLIENT;
    }

    private static int workers(CephConf conf) {
        return MessengerOptions.apply(conf, StackConfig.defaults()).opThreads();
    }
}
