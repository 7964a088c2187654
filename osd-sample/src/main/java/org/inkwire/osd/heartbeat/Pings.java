// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.heartbeat;

import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.peer.MOSDPing;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.wire.UTime;

/** Builds our pings, and keeps the clock that stamps them. Confined to the OSD's center. */
final class Pings {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final OsdContext osd;
    private final OsdMaps maps;

    /** A process's monotonic clock may begin anywhere; on the wire it counts from here. */
    private final long startNanos;

    Pings(OsdContext osd, OsdMaps maps) {
        this.osd = osd;
        this.maps = maps;
        this.startNanos = osd.center().nanoTime();
    }

    MOSDPing ping() {
        return message(MOSDPing.PING, UTime.of(osd.wallClock().instant()), mono());
    }

    MOSDPing reply(MOSDPing to) {
        return message(MOSDPing.PING_REPLY, to.pingStamp(), to.monoPingStamp());
    }

    MOSDPing youDied(MOSDPing to) {
        return message(MOSDPing.YOU_DIED, to.pingStamp(), to.monoPingStamp());
    }

    private MOSDPing message(int op, UTime stamp, UTime monoStamp) {
        OsdMapView map = maps.newest();
        return new MOSDPing(
                osd.fsid(),
                maps.epoch(),
                op,
                stamp,
                map == null ? 0 : map.upFrom(osd.whoami()),
                monoStamp,
                mono(),
                null,
                osd.conf().getInt(Options.OSD_HEARTBEAT_MIN_SIZE));
    }

    private UTime mono() {
        long nanos = osd.center().nanoTime() - startNanos;
        return new UTime(TimeUnit.NANOSECONDS.toSeconds(nanos), nanos % NANOS_PER_SECOND);
    }

    /** When the ping that this answers was sent, on the center's clock. */
    long sentNanos(MOSDPing reply) {
        UTime mono = reply.monoPingStamp();
        return startNanos + mono.sec() * NANOS_PER_SECOND + mono.nsec();
    }
}
