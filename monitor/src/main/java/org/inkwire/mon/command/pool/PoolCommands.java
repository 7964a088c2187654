// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.Pools;
import org.inkwire.mon.map.RefusedException;

/** Creates, renames and removes pools. */
final class PoolCommands {
    private static final String CREATE = "pool:Poolname pg_num:Int?,range=0 pgp_num:Int?,range=0"
            + " pool_type:Choices?,strings=replicated|erasure erasure_code_profile:String?,goodchars=[A-Za-z0-9-_.]"
            + " rule:String? expected_num_objects:Int?,range=0 size:Int?,range=0 pg_num_min:Int?,range=0"
            + " pg_num_max:Int?,range=0 autoscale_mode:Choices?,strings=on|off|warn bulk:Bool?"
            + " target_size_bytes:Int?,range=0 target_size_ratio:Float?,range=0.0";

    private final Pools pools;

    PoolCommands(Pools pools) {
        this.pools = pools;
    }

    void addTo(CommandTable t) {
        t.add("osd pool create", CREATE, "create a pool", "osd", "rw", this::create);
        String remove = "pool:Poolname pool2:Poolname? yes_i_really_really_mean_it:Bool?"
                + " yes_i_really_really_mean_it_not_faking:Bool?";
        t.add("osd pool rm", remove, "remove a pool and its data", "osd", "rw", this::remove);
        t.add(
                "osd pool delete",
                remove,
                "remove a pool and its data",
                "osd",
                "rw",
                Command.FLAG_DEPRECATED,
                this::remove);
        t.add(
                "osd pool rename",
                "srcpool:Poolname destpool:Poolname",
                "rename a pool",
                "osd",
                "rw",
                PoolCommands::rename);
        String snap = "pool:Poolname snap:String";
        t.add("osd pool mksnap", snap, "snapshot a pool", "osd", "rw", this::refuseSnap);
        t.add("osd pool rmsnap", snap, "remove a snapshot of a pool", "osd", "rw", this::refuseSnap);
    }

    private Reply create(Call c) {
        String name = c.string("pool");
        if (c.poolOrNull(name) != null) {
            return Reply.ok("pool '" + name + "' already exists");
        }
        String rule = c.optional("rule", "");
        String type = c.optional("pool_type", "replicated");
        if (type.equals("erasure")) {
            throw new RefusedException(Errno.EOPNOTSUPP, "erasure coded pools are not supported by this cluster");
        }
        if (!type.equals("replicated")) {
            // As in Ceph, the third word may be the rule of a replicated pool.
            throw new RefusedException(Errno.EINVAL, "unknown pool type '" + type + "'");
        }
        long expectedObjects = c.optionalInteger("expected_num_objects").orElse(0);
        if (c.has("erasure_code_profile")) {
            // A replicated pool has no profile: by position, its rule is in the profile's place, and the number of
            // objects in the rule's.
            expectedObjects = rule.isEmpty() ? expectedObjects : PoolSetCommands.integer(rule);
            rule = c.string("erasure_code_profile");
        }
        if (expectedObjects < 0) {
            throw new RefusedException(Errno.EINVAL, "'expected_num_objects' must be non-negative");
        }
        String mode = c.optional("autoscale_mode", "");
        pools.create(new Pools.Request(
                name,
                c.optionalInteger("pg_num"),
                c.optionalInteger("pgp_num"),
                c.optionalInteger("size"),
                rule,
                -1,
                expectedObjects,
                mode.isEmpty() ? null : Pools.autoscaleMode(mode)));
        return Reply.committed("pool '" + name + "' created");
    }

    private Reply remove(Call c) {
        String name = c.string("pool");
        Call.PoolRef pool = c.poolOrNull(name);
        if (pool == null) {
            return Reply.ok("pool '" + name + "' does not exist");
        }
        boolean sure = c.flag("yes_i_really_really_mean_it") || c.flag("yes_i_really_really_mean_it_not_faking");
        if (!sure || !c.optional("pool2", "").equals(name)) {
            throw new RefusedException(
                    Errno.EPERM,
                    "WARNING: this will *PERMANENTLY DESTROY* all data stored in pool " + name
                            + ".  If you are *ABSOLUTELY CERTAIN* that is what you want, pass the pool name *twice*,"
                            + " followed by --yes-i-really-really-mean-it.");
        }
        pools.remove(pool.id());
        return Reply.committed("pool '" + name + "' removed");
    }

    private static Reply rename(Call c) {
        String from = c.string("srcpool");
        String to = c.string("destpool");
        Call.PoolRef source = c.poolOrNull(from);
        boolean taken = c.poolOrNull(to) != null;
        if (source == null) {
            if (taken) {
                return Reply.ok(
                        "pool '" + from + "' does not exist; pool '" + to + "' does -- assuming successful rename");
            }
            throw new RefusedException(Errno.ENOENT, "unrecognized pool '" + from + "'");
        }
        if (taken) {
            throw new RefusedException(Errno.EEXIST, "pool '" + to + "' already exists");
        }
        c.pending().poolName(source.id(), to);
        return Reply.committed("pool '" + from + "' renamed to '" + to + "'");
    }

    private Reply refuseSnap(Call c) {
        Call.PoolRef pool = c.pool("pool");
        c.string("snap");
        throw pools.snapRefusal(pool.id());
    }
}
