// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.OptionalLong;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MPoolOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;

/**
 * Pool changes that a client requests by message rather than by command. Confined to the monitor's center. Ceph: {@code
 * OSDMonitor::prepare_pool_op}.
 */
public final class PoolOps {
    private final OsdMonitor osds;
    private final Pools pools;

    public PoolOps(OsdMonitor osds, Pools pools) {
        this.osds = osds;
        this.pools = pools;
    }

    public void addTo(Routes routes) {
        routes.add(MPoolOp.TYPE, MPoolOp.class, this::onPoolOp);
    }

    private void onPoolOp(MonSession session, MPoolOp m) {
        long tid = m.tid();
        if (!m.fsid().equals(osds.fsid())) {
            return;
        }
        osds.whenClean(() -> {
            int code = 0;
            try {
                apply(m);
            } catch (RefusedException e) {
                code = -e.errno().code();
            }
            int result = code;
            osds.afterCommit(() -> {
                long epoch = osds.map().epoch();
                MPoolOpReply reply = new MPoolOpReply(epoch, osds.fsid(), result, epoch, null);
                reply.tid(tid);
                session.send(reply);
            });
            osds.propose(true);
        });
    }

    private void apply(MPoolOp m) {
        switch (m.op()) {
            case MPoolOp.CREATE -> {
                if (osds.map().poolId(m.name()) >= 0) {
                    throw RefusedException.bare(Errno.EEXIST);
                }
                pools.create(new Pools.Request(
                        m.name(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        "",
                        m.crushRule(),
                        0,
                        null));
            }
            case MPoolOp.DELETE -> {
                // The pool is already gone, which is what the sender wants.
                if (osds.map().pool(m.pool()) != null) {
                    pools.remove(m.pool());
                }
            }
            case MPoolOp.CREATE_SNAP,
                    MPoolOp.DELETE_SNAP,
                    MPoolOp.CREATE_UNMANAGED_SNAP,
                    MPoolOp.DELETE_UNMANAGED_SNAP -> throw pools.snapRefusal(m.pool());
            default -> throw RefusedException.bare(Errno.EINVAL);
        }
    }
}
