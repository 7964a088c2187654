// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MPoolOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.jspecify.annotations.Nullable;

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
            byte[] response = null;
            try {
                response = apply(m);
            } catch (RefusedException e) {
                code = -e.errno().code();
            }
            int result = code;
            byte[] data = response;
            osds.afterCommit(() -> {
                long epoch = osds.map().epoch();
                MPoolOpReply reply = new MPoolOpReply(epoch, osds.fsid(), result, epoch, data);
                reply.tid(tid);
                session.send(reply);
            });
            osds.propose(true);
        });
    }

    private byte @Nullable [] apply(MPoolOp m) {
        switch (m.op()) {
            case MPoolOp.CREATE -> {
                if (osds.map().poolId(m.name()) >= 0) {
                    throw RefusedException.bare(Errno.EEXIST);
                }
                pools.create(new Pools.Request(
                        m.name(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
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
            case MPoolOp.CREATE_SNAP -> pools.createSnap(m.pool(), m.name());
            case MPoolOp.DELETE_SNAP -> pools.removeSnap(m.pool(), m.name(), true);
            case MPoolOp.CREATE_UNMANAGED_SNAP -> {
                long snap = pools.createUnmanagedSnap(m.pool());
                return ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(snap)
                        .array();
            }
            case MPoolOp.DELETE_UNMANAGED_SNAP -> pools.removeUnmanagedSnap(m.pool(), m.snap());
            default -> throw RefusedException.bare(Errno.EINVAL);
        }
        return null;
    }
}
