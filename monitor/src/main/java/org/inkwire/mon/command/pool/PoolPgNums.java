// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.map.Pools;
import org.inkwire.mon.map.RefusedException;

/** {@code pg_num} and {@code pgp_num} as users set them: targets, which the monitor then approaches. */
final class PoolPgNums {
    /** The value is set already. */
    static final Consumer<PgPool.Builder> UNCHANGED = b -> {};

    private final Pools pools;
    private final CephConf conf;

    PoolPgNums(Pools pools, CephConf conf) {
        this.pools = pools;
        this.conf = conf;
    }

    private static void checkPgChange(Call.PoolRef pool, String which) {
        if (pool.pool().hasFlag(PgPool.FLAG_NOPGCHANGE)) {
            throw new RefusedException(
                    Errno.EPERM,
                    "pool " + which + " change is disabled; you must unset nopgchange flag for the pool first");
        }
    }

    /** @throws RefusedException ERANGE if no pool may have so many PGs */
    long checkedPgNum(long n) {
        long max = conf.get(Options.MON_MAX_POOL_PG_NUM);
        if (n < 1 || n > max) {
            throw new RefusedException(
                    Errno.ERANGE,
                    "'pg_num' must be greater than 0 and less than or equal to " + max
                            + " (you may adjust 'mon max pool pg num' for higher values)");
        }
        return n;
    }

    Consumer<PgPool.Builder> target(Call.PoolRef pool, long n) {
        PgPool now = pool.pool();
        checkPgChange(pool, "pg_num");
        if (n == now.pgNumTarget()) {
            return UNCHANGED;
        }
        checkedPgNum(n);
        if (n > now.pgNumTarget()) {
            pools.checkPgsPerOsd(pool.id(), n, now.size());
        }
        boolean both = now.pgpNumTarget() == now.pgNumTarget();
        int target = (int) n;
        return b -> {
            b.pgNumTarget(target);
            if (both) {
                b.pgpNumTarget(target);
            }
        };
    }

    Consumer<PgPool.Builder> placementTarget(Call.PoolRef pool, long n) {
        PgPool now = pool.pool();
        checkPgChange(pool, "pgp_num");
        if (n < 1) {
            throw new RefusedException(Errno.EINVAL, "specified pgp_num must > 0, but you set to " + n);
        }
        if (n > now.pgNumTarget()) {
            throw new RefusedException(Errno.EINVAL, "specified pgp_num " + n + " > pg_num " + now.pgNumTarget());
        }
        return n == now.pgpNumTarget() ? UNCHANGED : b -> b.pgpNumTarget((int) n);
    }
}
