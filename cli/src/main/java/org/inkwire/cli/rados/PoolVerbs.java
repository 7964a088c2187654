// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.Session.attempt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.inkwire.cli.Failure;
import org.inkwire.cli.JsonWriter;
import org.inkwire.objecter.rados.ClusterStats;
import org.inkwire.objecter.rados.PoolInfo;
import org.inkwire.objecter.rados.PoolStats;
import org.inkwire.objecter.rados.RadosClient;

/** The verbs on pools and on the whole cluster. */
final class PoolVerbs {
    private static final List<String> HEADINGS = List.of(
            "POOL_NAME",
            "USED",
            "OBJECTS",
            "CLONES",
            "COPIES",
            "MISSING_ON_PRIMARY",
            "UNFOUND",
            "DEGRADED",
            "RD_OPS",
            "RD",
            "WR_OPS",
            "WR",
            "USED COMPR",
            "UNDER COMPR");

    private static final int KIB = 10;
    /** Longest text of a size with its unit. */
    private static final int SIZE_WIDTH = 7;

    private PoolVerbs() {}

    static void list(Session s) {
        s.client().pools().forEach(pool -> s.out().println(pool.name()));
    }

    static void make(Session s) {
        String pool = s.operand(0);
        attempt("error creating pool " + pool, () -> {
            s.client().createPool(pool);
            return 0;
        });
        s.out().println("successfully created pool " + pool);
    }

    /** For {@code --create}. */
    static void createIfMissing(RadosClient client, Arguments arguments) {
        String pool = Objects.requireNonNull(arguments.get(ToolOption.POOL));
        if (client.pools().stream().noneMatch(p -> p.name().equals(pool))) {
            attempt("error creating pool " + pool, () -> {
                client.createPool(pool);
                return 0;
            });
        }
    }

    static void remove(Session s) {
        String pool = s.operand(0);
        if (!pool.equals(s.operandOrNull(1)) || !s.arguments().has(ToolOption.SURE)) {
            throw new Failure("WARNING:\n  This will PERMANENTLY DESTROY an entire pool of objects with no way back.\n"
                    + "  To confirm, pass the pool to remove twice, followed by\n  --yes-i-really-really-mean-it");
        }
        attempt("error deleting pool " + pool, () -> {
            s.client().deletePool(pool);
            return 0;
        });
        s.out().println("successfully deleted pool " + pool);
    }

    static void df(Session s) {
        List<PoolInfo> pools = s.client().pools().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        Map<String, PoolStats> stats = attempt(
                "error fetching pool stats",
                () -> s.client().poolStats(pools.stream().map(PoolInfo::name).toList()));
        ClusterStats total = attempt("error getting total cluster usage", s.client()::stats);
        JsonWriter json = JsonWriter.of(s.arguments().get(ToolOption.FORMAT), s.out());
        if (json != null) {
            dump(json, pools, stats, total);
            return;
        }
        Columns columns = new Columns(HEADINGS);
        for (PoolInfo pool : pools) {
            PoolStats p = stats.get(pool.name());
            // A cluster without reports returns no pool at all.
            if (p != null) {
                columns.row(List.of(
                        pool.name(),
                        size(p.bytesUsed()),
                        Long.toString(p.objects()),
                        Long.toString(p.clones()),
                        Long.toString(p.objectCopies()),
                        Long.toString(p.missingOnPrimary()),
                        Long.toString(p.unfound()),
                        Long.toString(p.degraded()),
                        Long.toString(p.readOps()),
                        size(p.readKb() << KIB),
                        Long.toString(p.writeOps()),
                        size(p.writeKb() << KIB),
                        size(p.compressedUsed()),
                        size(p.compressedFrom())));
            }
        }
        s.out().println(columns);
        s.out().println("total_objects    " + total.objects());
        s.out().println("total_used       " + size(total.kbUsed() << KIB));
        s.out().println("total_avail      " + size(total.kbAvail() << KIB));
        s.out().println("total_space      " + size(total.kb() << KIB));
    }

    private static void dump(JsonWriter json, List<PoolInfo> pools, Map<String, PoolStats> stats, ClusterStats total) {
        json.beginObject(null).beginArray("pools");
        for (PoolInfo pool : pools) {
            PoolStats p = stats.get(pool.name());
            if (p != null) {
                json.beginObject(null)
                        .text("name", pool.name())
                        .number("id", pool.id())
                        .number("size_bytes", p.bytesUsed())
                        .number("size_kb", (p.bytesUsed() + (1 << KIB) - 1) >> KIB)
                        .number("num_objects", p.objects())
                        .number("num_object_clones", p.clones())
                        .number("num_object_copies", p.objectCopies())
                        .number("num_objects_missing_on_primary", p.missingOnPrimary())
                        .number("num_objects_unfound", p.unfound())
                        .number("num_objects_degraded", p.degraded())
                        .number("read_ops", p.readOps())
                        .number("read_bytes", p.readKb() << KIB)
                        .number("write_ops", p.writeOps())
                        .number("write_bytes", p.writeKb() << KIB)
                        .number("compress_bytes_used", p.compressedUsed())
                        .number("compress_under_bytes", p.compressedFrom())
                        .end();
            }
        }
        json.end()
                .number("total_objects", total.objects())
                .number("total_used", total.kbUsed())
                .number("total_avail", total.kbAvail())
                .number("total_space", total.kb())
                .end();
        json.finish();
    }

    /** As Ceph prints sizes: {@code 0 B}, {@code 240 KiB}, {@code 3.0 GiB}: as many decimals as fit, none if exact. */
    static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        while (unit < units.length - 1 && bytes >> (KIB * (unit + 1)) > 0) {
            unit++;
        }
        long one = 1L << (KIB * unit);
        if (bytes % one == 0) {
            return bytes / one + " " + units[unit];
        }
        for (int decimals = 2; decimals > 0; decimals--) {
            String text = String.format(Locale.ROOT, "%." + decimals + "f %s", (double) bytes / one, units[unit]);
            if (text.length() <= SIZE_WIDTH) {
                return text;
            }
        }
        return String.format(Locale.ROOT, "%.0f %s", (double) bytes / one, units[unit]);
    }
}
