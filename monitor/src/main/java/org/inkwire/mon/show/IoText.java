// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.mon.format.Units;

/**
 * Rates of clients' I/O and of recovery. Ceph: {@code PGMap::client_io_rate_summary}, {@code recovery_rate_summary}. Pure
 * functions.
 */
public final class IoText {
    private IoText() {}

    /** {@code 1.2 MiB/s rd, 12 op/s rd, 0 op/s wr}; empty if there is none. */
    public static String client(PgStat.Io rates) {
        if (!hasClient(rates)) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        if (rates.reads() > 0 || rates.readBytes() > 0) {
            out.append(Units.bytes(rates.readBytes())).append("/s rd, ");
        }
        if (rates.writes() > 0 || rates.writeBytes() > 0) {
            out.append(Units.bytes(rates.writeBytes())).append("/s wr, ");
        }
        out.append(perSecond(rates.reads(), "op/s rd, "));
        out.append(perSecond(rates.writes(), "op/s wr"));
        return out.toString();
    }

    /** {@code 45 MiB/s, 11 objects/s}; empty if there is none. */
    public static String recovery(PgStat.Io rates) {
        if (!hasRecovery(rates)) {
            return "";
        }
        return Units.bytes(rates.recoveredBytes()) + "/s, " + perSecond(rates.recoveredObjects(), "objects/s");
    }

    private static String perSecond(long n, String unit) {
        return Units.count(n) + " " + unit;
    }

    private static boolean hasClient(PgStat.Io r) {
        return r.reads() > 0 || r.readBytes() > 0 || r.writes() > 0 || r.writeBytes() > 0;
    }

    private static boolean hasRecovery(PgStat.Io r) {
        return r.recoveredObjects() > 0 || r.recoveredBytes() > 0;
    }

    /** Adds what {@link #client} shows. */
    public static void putClient(ObjectNode o, PgStat.Io rates) {
        if (!hasClient(rates)) {
            return;
        }
        if (rates.reads() > 0 || rates.readBytes() > 0) {
            o.put("read_bytes_sec", rates.readBytes());
        }
        if (rates.writes() > 0 || rates.writeBytes() > 0) {
            o.put("write_bytes_sec", rates.writeBytes());
        }
        o.put("read_op_per_sec", rates.reads()).put("write_op_per_sec", rates.writes());
    }

    /** Adds what {@link #recovery} shows. */
    public static void putRecovery(ObjectNode o, PgStat.Io rates, PgStat.Io sums) {
        if (hasRecovery(rates)) {
            o.put("recovering_objects_per_sec", rates.recoveredObjects());
            o.put("recovering_bytes_per_sec", rates.recoveredBytes());
            o.put("recovering_keys_per_sec", 0);
            o.put("num_objects_recovered", sums.recoveredObjects());
            o.put("num_bytes_recovered", sums.recoveredBytes());
            o.put("num_keys_recovered", 0);
        }
    }
}
