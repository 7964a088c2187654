// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.map.RefusedException;

/** Refuses with EOPNOTSUPP, naming the missing part. */
final class RefusedCommands {
    /** Prefix and signature, separated by the first bar, one command per line. */
    private static final String SCRUB = """
            pg scrub|pgid:Pgid
            pg deep-scrub|pgid:Pgid
            pg repair|pgid:Pgid
            osd scrub|who:String
            osd deep-scrub|who:String
            osd repair|who:String
            osd pool scrub|who:Poolname*
            osd pool deep-scrub|who:Poolname*
            osd pool repair|who:Poolname*
            """;

    private static final String EC = """
            osd erasure-code-profile set|name:String,goodchars=[A-Za-z0-9-_.] profile:String*? force:Bool?
            osd crush rule create-erasure|name:String,goodchars=[A-Za-z0-9-_.] profile:String?,goodchars=[A-Za-z0-9-_.=]
            """;

    private static final String WEIGHT = """
            osd crush weight-set create-compat|
            osd crush weight-set create|pool:Poolname mode:Choices,strings=flat|positional
            osd crush weight-set reweight|pool:Poolname item:String weight:Float*,range=0.0
            osd crush weight-set reweight-compat|item:String weight:Float*,range=0.0
            """;

    private static final String MON = """
            mon add|name:String addr:IPAddr location:String*?,goodchars=[A-Za-z0-9-_.=]
            mon add disallowed_leader|name:String
            mon rm disallowed_leader|name:String
            mon set_location|name:String args:String*,goodchars=[A-Za-z0-9-_.=]
            mon enable_stretch_mode|tiebreaker_mon:String new_crush_rule:String dividing_bucket:String
            mon set_new_tiebreaker|name:String yes_i_really_mean_it:Bool?
            mon set-rank|name:String rank:Int
            mon set-addrs|name:String addrs:String
            mon set-weight|name:String weight:Int,range=0|65535
            mon set election_strategy|strategy:String
            """;

    private static final String PGMAP = """
            pg getmap|
            """;

    /** Prefix, signature and permission, separated by the first and the last bar. The module is the first word. */
    private static final String MODULES = """
            balancer status||r
            balancer mode|mode:Choices,strings=none|crush-compat|upmap|rw
            balancer on||rw
            balancer off||rw
            balancer pool ls||r
            balancer pool add|pools:String*|rw
            balancer pool rm|pools:String*|rw
            balancer eval|option:String?|r
            balancer eval-verbose|option:String?|r
            balancer optimize|plan:String pools:String*?|rw
            balancer show|plan:String|r
            balancer rm|plan:String|rw
            balancer reset||rw
            balancer dump|plan:String|r
            balancer ls||r
            balancer execute|plan:String|rw
            crash info|id:String|r
            crash ls||r
            crash ls-new||r
            crash post||rw
            crash prune|keep:String|rw
            crash rm|id:String|rw
            crash stat||r
            crash json_report|hours:String|r
            crash archive|id:String|rw
            crash archive-all||rw
            progress||r
            progress json||r
            progress clear||rw
            progress on||rw
            progress off||rw
            iostat|width:Int? print_header:Bool?|r
            telemetry status||r
            telemetry on|license:String?|rw
            telemetry off||rw
            orch status|detail:Bool?|r
            orch ls||r
            orch ps||r
            device ls||r
            device info|devid:String|r
            device ls-by-daemon|who:String|r
            device ls-by-host|host:String|r
            device monitoring on||rw
            device monitoring off||rw
            device check-health||rw
            fs status|fs:String?|r
            fs volume ls||r
            insights||r
            """;

    private RefusedCommands() {}

    static void addTo(CommandTable t) {
        refuse(t, "osd", Command.FLAG_MGR, "scrubbing is not supported by this cluster", SCRUB);
        refuse(t, "osd", 0, "erasure code is not supported by this cluster", EC);
        refuse(t, "osd", 0, "weight sets are not supported by this cluster", WEIGHT);
        refuse(t, "mon", 0, "more than one monitor is not supported by this cluster", MON);
        refuse(t, "pg", Command.FLAG_MGR, "an encoded PG map is not supported by this cluster", PGMAP);
        MODULES.lines().forEach(line -> {
            String prefix = line.substring(0, line.indexOf('|'));
            String signature = line.substring(line.indexOf('|') + 1, line.lastIndexOf('|'));
            String perm = line.substring(line.lastIndexOf('|') + 1);
            String module = prefix.split(" ", -1)[0];
            refuse(
                    t,
                    prefix,
                    signature,
                    "mgr",
                    perm,
                    Command.FLAG_MGR,
                    "Module '" + module + "' is not enabled/loaded (required by command '" + prefix
                            + "'): the manager of this cluster has no modules");
        });
    }

    private static void refuse(CommandTable t, String module, int flags, String why, String commands) {
        commands.lines().forEach(line -> {
            String prefix = line.substring(0, line.indexOf('|'));
            String signature = line.substring(line.indexOf('|') + 1);
            refuse(t, prefix, signature, prefix.startsWith("pg ") ? "pg" : module, "rw", flags, why);
        });
    }

    private static void refuse(
            CommandTable t, String prefix, String signature, String module, String perm, int flags, String why) {
        t.add(prefix, signature, "not supported by this cluster", module, perm, flags, c -> {
            requireWhatItNames(c, prefix.startsWith("osd pool"));
            throw new RefusedException(Errno.EOPNOTSUPP, why);
        });
    }

    /** What does not exist is reported first. */
    private static void requireWhatItNames(Call c, boolean pools) {
        if (c.has("pgid") && c.map().pool(c.parsedPgid("pgid").pool()) == null) {
            throw new RefusedException(Errno.ENOENT, "pg " + c.string("pgid") + " does not exist");
        }
        if (c.has("pool")) {
            c.pool("pool");
        }
        if (pools) {
            for (String name : c.strings("who")) {
                if (c.poolOrNull(name) == null) {
                    throw new RefusedException(Errno.ENOENT, "unrecognized pool '" + name + "'");
                }
            }
        }
    }
}
