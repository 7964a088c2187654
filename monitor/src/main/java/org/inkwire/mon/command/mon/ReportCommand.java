// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.mon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.CRC32C;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.CephVersion;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.show.CrushDump;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.MonMapDump;
import org.inkwire.mon.show.OsdMapDump;
import org.inkwire.mon.show.pg.PgMapDump;

/** {@code ceph report}: all that is known, for a support case. Ceph: {@code Monitor::handle_command}, report. */
final class ReportCommand {
    private final MonmapMonitor mons;
    private final OsdMetadata osdMetadata;
    private final PgStatsMap pgStats;
    private final Health health;
    private final InstantSource wallClock;

    ReportCommand(
            MonmapMonitor mons, OsdMetadata osdMetadata, PgStatsMap pgStats, Health health, InstantSource wallClock) {
        this.mons = mons;
        this.osdMetadata = osdMetadata;
        this.pgStats = pgStats;
        this.health = health;
        this.wallClock = wallClock;
    }

    void addTo(CommandTable t) {
        t.add("report", "tags:String*?", "show all that is known of the cluster", "mon", "r", this::report);
    }

    private Reply report(Call c) {
        OSDMap map = c.map();
        ObjectNode o = Json.object().put("cluster_fingerprint", mons.fsid().toString());
        o.put("version", CephVersion.SHORT).put("commit", "");
        o.put("timestamp", Units.stamp(wallClock.instant())).put("tag", String.join(" ", c.strings("tags")));
        o.set("health", health.json(map, pgStats, true));
        o.put("monmap_first_committed", 1)
                .put("monmap_last_committed", mons.map().epoch());
        o.set("monmap", MonMapDump.json(mons.map()));
        o.putArray("quorum").add(0);
        o.set("osdmap", OsdMapDump.json(map));
        ArrayNode metadata = o.putArray("osd_metadata");
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                ObjectNode one = metadata.addObject().put("id", osd);
                osdMetadata.of(osd).forEach(one::put);
            }
        }
        o.put("osdmap_last_committed", map.epoch());
        o.set("crushmap", CrushDump.json(map.crush()));
        PgMapDump pgs = PgMapDump.of(map, pgStats, wallClock.instant());
        o.put("num_pg", pgs.rows().size());
        o.put(
                "num_pg_active",
                pgs.rows().stream()
                        .filter(row -> row.state().contains("active"))
                        .count());
        o.put(
                "num_pg_unknown",
                pgs.rows().stream().filter(row -> row.stat() == null).count());
        o.put("num_osd", pgStats.reportingOsds());
        o.setAll(pgs.json(List.of("pools", "osds")));
        return c.reply(o).withStatus("report " + crc(o));
    }

    /** Identifies the report. */
    private static long crc(ObjectNode o) {
        CRC32C crc = new CRC32C();
        crc.update(Json.compact(o).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
