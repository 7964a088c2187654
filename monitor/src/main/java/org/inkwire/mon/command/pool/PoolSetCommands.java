// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.OptionType;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.PgNum;
import org.inkwire.mon.map.Pools;
import org.inkwire.mon.map.RefusedException;

/** Changes pool settings. Ceph: {@code OSDMonitor::prepare_command_pool_set}. */
final class PoolSetCommands {
    private static final int MAX_SIZE = 10;
    private static final Map<String, Long> FLAGS = new LinkedHashMap<>();

    /** Ceph's {@code bulk} flag, used only by its autoscaler. */
    private static final long FLAG_BULK = 1L << 17;

    static {
        FLAGS.put("hashpspool", PgPool.FLAG_HASHPSPOOL);
        FLAGS.put("nodelete", PgPool.FLAG_NODELETE);
        FLAGS.put("nopgchange", PgPool.FLAG_NOPGCHANGE);
        FLAGS.put("nosizechange", PgPool.FLAG_NOSIZECHANGE);
        FLAGS.put("write_fadvise_dontneed", PgPool.FLAG_WRITE_FADVISE_DONTNEED);
        FLAGS.put("noscrub", PgPool.FLAG_NOSCRUB);
        FLAGS.put("nodeep-scrub", PgPool.FLAG_NODEEP_SCRUB);
        FLAGS.put("bulk", FLAG_BULK);
    }

    private final CephConf conf;
    private final PoolPgNums pgNums;

    PoolSetCommands(Pools pools, CephConf conf) {
        this.conf = conf;
        this.pgNums = new PoolPgNums(pools, conf);
    }

    void addTo(CommandTable t) {
        t.add(
                "osd pool set",
                "pool:Poolname var:Choices,strings=size|min_size|pg_num|pgp_num|pgp_num_actual|crush_rule|fast_read|pg_autoscale_mode|"
                        + String.join("|", FLAGS.keySet()) + " val:String yes_i_really_mean_it:Bool?",
                "change a setting of a pool",
                "osd",
                "rw",
                this::set);
        t.add(
                "osd pool set-quota",
                "pool:Poolname field:Choices,strings=max_objects|max_bytes val:String",
                "limit a pool's objects or bytes, 0: no limit",
                "osd",
                "rw",
                PoolSetCommands::setQuota);
    }

    static long flag(String name) {
        return FLAGS.getOrDefault(name, 0L);
    }

    private Reply set(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String var = c.string("var");
        String val = c.string("val");
        Consumer<PgPool.Builder> change = switch (var) {
            case "size" -> size(c, pool, integer(val));
            case "min_size" -> minSize(pool, integer(val));
            case "pg_num" -> pgNums.target(pool, integer(val));
            case "pgp_num" -> pgNums.placementTarget(pool, integer(val));
            case "pg_num_actual" ->
                PgNum.actual(
                        pool.pool(),
                        pgNums.checkedPgNum(integer(val)),
                        c.pending().epoch());
            case "pgp_num_actual" -> PgNum.placement(pool.pool(), integer(val));
            case "crush_rule" -> rule(c, pool, val);
            case "fast_read" -> {
                throw new RefusedException(Errno.EINVAL, "fast read is not supported in replication pool");
            }
            case "pg_autoscale_mode" -> {
                int mode = Pools.autoscaleMode(val);
                yield b -> b.pgAutoscaleMode(mode);
            }
            default -> flagChange(c, var, val);
        };
        if (change.equals(PoolPgNums.UNCHANGED)) {
            return Reply.ok("");
        }
        c.pending()
                .pool(
                        pool.id(),
                        pool.pool()
                                .with(change.andThen(
                                        b -> b.lastChange(c.pending().epoch()))));
        return Reply.committed("set pool " + pool.id() + " " + var + " to " + val);
    }

    /** @throws RefusedException EINVAL */
    static long integer(String val) {
        try {
            return Long.parseLong(val);
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    Errno.EINVAL,
                    "error parsing integer value '" + val + "': Expected option value to be integer, got '" + val
                            + "'");
        }
    }

    private Consumer<PgPool.Builder> size(Call c, Call.PoolRef pool, long n) {
        if (pool.pool().hasFlag(PgPool.FLAG_NOSIZECHANGE)) {
            throw new RefusedException(
                    Errno.EPERM, "pool size change is disabled; you must unset nosizechange flag for the pool first");
        }
        if (n < 1 || n > MAX_SIZE) {
            throw new RefusedException(Errno.EINVAL, "pool size must be between 1 and " + MAX_SIZE);
        }
        if (n == 1) {
            if (!conf.get(Options.MON_ALLOW_POOL_SIZE_ONE)) {
                throw new RefusedException(Errno.EPERM, "configuring pool size as 1 is disabled by default.");
            }
            if (!c.flag("yes_i_really_mean_it")) {
                throw new RefusedException(
                        Errno.EPERM,
                        "WARNING: setting pool size 1 could lead to data loss without recovery. If you are *ABSOLUTELY"
                                + " CERTAIN* that is what you want, pass the flag --yes-i-really-mean-it.");
            }
        }
        int size = (int) n;
        int minSize = conf.getInt(Options.OSD_POOL_DEFAULT_MIN_SIZE);
        int newMinSize = minSize > 0 && minSize <= size ? minSize : size - size / 2;
        return b -> b.size(size).minSize(newMinSize);
    }

    private static Consumer<PgPool.Builder> minSize(Call.PoolRef pool, long n) {
        if (pool.pool().hasFlag(PgPool.FLAG_NOSIZECHANGE)) {
            throw new RefusedException(
                    Errno.EPERM,
                    "pool min size change is disabled; you must unset nosizechange flag for the pool first");
        }
        if (n < 1 || n > pool.pool().size()) {
            throw new RefusedException(
                    Errno.EINVAL,
                    "pool min_size must be between 1 and size, which is set to "
                            + pool.pool().size());
        }
        return b -> b.minSize((int) n);
    }

    private static Consumer<PgPool.Builder> rule(Call c, Call.PoolRef pool, String name) {
        Integer id = c.map().crush().ruleId(name);
        if (id == null) {
            throw new RefusedException(Errno.ENOENT, "crush rule " + name + " does not exist");
        }
        var rule = c.map().crush().rule(id);
        if (rule == null || rule.type() != pool.pool().type()) {
            throw new RefusedException(Errno.EINVAL, "crush rule " + name + " type does not match pool");
        }
        return b -> b.crushRule(id);
    }

    private static Consumer<PgPool.Builder> flagChange(Call c, String var, String val) {
        long flag = flag(var);
        if (flag == 0) {
            throw new RefusedException(Errno.EINVAL, "unrecognized variable '" + var + "'");
        }
        if (var.equals("hashpspool") && !c.flag("yes_i_really_mean_it")) {
            throw new RefusedException(
                    Errno.EPERM,
                    "are you SURE?  this will remap all placement groups in this pool, this triggers large data"
                            + " movement, pass --yes-i-really-mean-it if you really do.");
        }
        return switch (val) {
            case "true", "1" -> b -> b.setFlag(flag);
            case "false", "0" -> b -> b.clearFlag(flag);
            default -> throw new RefusedException(Errno.EINVAL, "expecting value 'true', 'false', '0', or '1'");
        };
    }

    private static Reply setQuota(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String field = c.string("field");
        String val = c.string("val");
        // Objects are counted in thousands, bytes in 1024s.
        OptionType<Long> type = field.equals("max_objects") ? OptionType.UINT : OptionType.SIZE;
        long limit;
        try {
            limit = type.parse(val);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, "error parsing value '" + val + "': " + e.getMessage());
        }
        Consumer<PgPool.Builder> change = switch (field) {
            case "max_objects" -> b -> b.quotaMaxObjects(limit);
            case "max_bytes" -> b -> b.quotaMaxBytes(limit);
            default -> throw new RefusedException(Errno.EINVAL, "unrecognized option '" + field + "'");
        };
        c.pending().pool(pool.id(), pool.pool().with(change));
        return Reply.committed("set-quota " + field + " = " + limit + " for pool " + pool.name());
    }
}
