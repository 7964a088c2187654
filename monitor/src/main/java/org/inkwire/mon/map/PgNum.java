// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.function.Consumer;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;

/**
 * The changes of a pool's {@code pg_num} and {@code pgp_num}, and what they entail for clients. More PGs come into being
 * at once; one PG fewer is first announced, so that the OSDs can stop the two PGs concerned. Stateless. Ceph: {@code
 * OSDMonitor::prepare_command_pool_set}, {@code pg_pool_t::dec_pg_num}.
 */
public final class PgNum {
    private PgNum() {}

    /**
     * Splits PGs, or announces that the last one is to be merged.
     *
     * @throws RefusedException EINVAL if more than one PG would go, or one that placement still uses
     */
    public static Consumer<PgPool.Builder> actual(PgPool pool, long n, long epoch) {
        int now = pool.pgNum();
        if (n < 1) {
            throw new RefusedException(Errno.EINVAL, "specified pg_num must > 0, but you set to " + n);
        }
        if (n < now && n < pool.pgpNum()) {
            throw new RefusedException(Errno.EINVAL, "specified pg_num " + n + " < pgp_num " + pool.pgpNum());
        }
        if (n < now - 1) {
            throw new RefusedException(
                    Errno.EINVAL,
                    "specified pg_num " + n + " < pg_num (" + now
                            + ") - 1; only single pg decrease is currently supported");
        }
        int count = (int) n;
        boolean wasPending = pool.pgNumPending() < now;
        return b -> {
            if (count >= now) {
                b.pgNum(count);
            }
            b.pgNumPending(count);
            b.lastForceOpResendPreluminous(epoch);
            if (count < now || wasPending) {
                b.lastForceOpResendPrenautilus(epoch);
            }
        };
    }

    /** Places the PGs of the first {@code n} seeds by themselves, the others with their parents. */
    public static Consumer<PgPool.Builder> placement(PgPool pool, long n) {
        if (n < 1) {
            throw new RefusedException(Errno.EINVAL, "specified pgp_num must > 0, but you set to " + n);
        }
        long most = Math.min(pool.pgNum(), pool.pgNumPending());
        if (n > most) {
            throw new RefusedException(Errno.EINVAL, "specified pgp_num " + n + " > pg_num " + most);
        }
        return b -> b.pgpNum((int) n);
    }

    /** The announced merge happens. */
    static Consumer<PgPool.Builder> merge(PgPool pool, PgMergeMeta meta, long epoch) {
        return b -> b.pgNum((int) pool.pgNumPending()).lastPgMerge(meta).lastForceOpResendPrenautilus(epoch);
    }

    /** The announced merge is given up. */
    static Consumer<PgPool.Builder> giveUpMerge(PgPool pool, long epoch) {
        return b -> b.pgNumPending(pool.pgNum()).lastForceOpResendPrenautilus(epoch);
    }
}
