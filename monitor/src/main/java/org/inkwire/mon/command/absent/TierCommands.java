// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.RefusedException;

/** {@code ceph osd tier …}: there are no cache tiers, so none can be added, and no pool is one. */
final class TierCommands {
    private static final String PAIR = "pool:Poolname tierpool:Poolname";

    private TierCommands() {}

    static void addTo(CommandTable t) {
        t.add(
                "osd tier add",
                PAIR + " force_nonempty:Choices?,strings=--force-nonempty",
                "add a cache tier",
                "osd",
                "rw",
                c -> refuse(c, "tierpool"));
        t.add("osd tier add-cache", PAIR + " size:Int,range=0", "add a cache tier", "osd", "rw", c -> {
            return refuse(c, "tierpool");
        });
        t.add("osd tier set-overlay", "pool:Poolname overlaypool:Poolname", "set a pool's tier", "osd", "rw", c -> {
            return refuse(c, "overlaypool");
        });
        for (String rm : List.of("rm", "remove")) {
            int flags = rm.equals("remove") ? Command.FLAG_DEPRECATED : 0;
            t.add("osd tier " + rm, PAIR, "remove a cache tier", "osd", "rw", flags, TierCommands::remove);
            t.add("osd tier " + rm + "-overlay", "pool:Poolname", "unset a pool's tier", "osd", "rw", flags, c -> {
                return Reply.ok("there is now (or already was) no overlay for '"
                        + c.pool("pool").name() + "'");
            });
        }
        t.add(
                "osd tier cache-mode",
                "pool:Poolname mode:Choices,strings=writeback|proxy|readproxy|readonly|none yes_i_really_mean_it:Bool?",
                "set the mode of a cache tier",
                "osd",
                "rw",
                c -> {
                    throw new RefusedException(
                            Errno.EINVAL, "pool '" + c.pool("pool").name() + "' is not a tier");
                });
    }

    private static Reply refuse(Call c, String second) {
        c.pool("pool");
        c.pool(second);
        throw new RefusedException(Errno.EOPNOTSUPP, "cache tiers are not supported by this cluster");
    }

    private static Reply remove(Call c) {
        Call.PoolRef pool = c.pool("pool");
        Call.PoolRef tier = c.pool("tierpool");
        return Reply.ok("pool '" + tier.name() + "' is now (or already was) not a tier of '" + pool.name() + "'");
    }
}
