// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.util.List;
import java.util.function.Supplier;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/** The OSD's lines in the cluster's log. Confined to the OSD's center. Ceph: {@code LogClient}. */
final class ClusterLog {
    private static final String CHANNEL = "cluster";

    /** Priorities: {@code clog_type}. */
    private static final int INFO = 1;

    private static final int WARN = 3;

    private final OsdContext osd;
    private final MonClient monClient;
    private final Supplier<EntityAddrVec> addrs;
    private long seq;

    ClusterLog(OsdContext osd, MonClient monClient, Supplier<EntityAddrVec> addrs) {
        this.osd = osd;
        this.monClient = monClient;
        this.addrs = addrs;
    }

    void info(String text) {
        log(INFO, text);
    }

    void warn(String text) {
        log(WARN, text);
    }

    private void log(int priority, String text) {
        LogEntry entry = new LogEntry(
                new AuthEntityName(EntityType.OSD, Integer.toString(osd.whoami())),
                EntityName.osd(osd.whoami()),
                addrs.get(),
                UTime.of(osd.wallClock().instant()),
                ++seq,
                priority,
                text,
                CHANNEL);
        monClient.sendMonMessage(new MLog(0, osd.fsid(), List.of(entry)));
    }
}
