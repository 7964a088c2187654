// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.msgr.Connection;
import org.inkwire.osd.map.MapShare;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.pg.host.ClientOp;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.track.TrackedOp;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;

/** An MOSDOp and the session to answer it on (protocol: osd sections 1, 2, 9). Confined to its PG's shard. */
final class OsdOp extends TrackedOp implements ClientOp {
    /** Inputs of a request that deletes, guards for instance. */
    private static final int FREES_BESIDES = 4096;

    private final MOSDOp message;
    private final Connection connection;
    private final MapShare maps;
    private final OsdReqId reqid;
    private final HObject object;
    private final boolean mayWrite;

    /**
     * @param message taken
     * @param now monotonic, in ns
     */
    OsdOp(MOSDOp message, Connection connection, MapShare maps, OpInterpreter interpreter, long now) {
        super(now);
        this.message = message;
        this.connection = connection;
        this.maps = maps;
        this.object = message.head();
        this.mayWrite = interpreter.mayWrite(message.ops());
        // librados leaves the id to the OSD. The name is the session's, so no client can act in another's name.
        this.reqid = message.reqid().equals(OsdReqId.NONE)
                ? new OsdReqId(connection.peerName(), message.tid(), message.clientInc())
                : message.reqid();
    }

    SpgId pgid() {
        return message.pgid();
    }

    @Override
    public OsdReqId reqid() {
        return reqid;
    }

    @Override
    public HObject object() {
        return object;
    }

    @Override
    public int mapEpoch() {
        return (int) message.mapEpoch();
    }

    @Override
    public List<OSDOp> ops() {
        return message.ops();
    }

    @Override
    public long snap() {
        return message.snap();
    }

    @Override
    public long flags() {
        return message.flags() & 0xffff_ffffL;
    }

    @Override
    public UTime mtime() {
        return message.mtime();
    }

    @Override
    public boolean mayWrite() {
        return mayWrite;
    }

    @Override
    public boolean isPgOp() {
        return OpInterpreter.isPgRequest(message.ops());
    }

    @Override
    public int gate(PgMapView map) {
        if (map.isBlocklisted(connection.peerAddrs())) {
            return Errno.ESHUTDOWN.result();
        }
        if (mayWrite && !message.snapContext().equals(SnapContext.EMPTY)) {
            // The writer expects the present state to be kept as a clone.
            return Errno.EOPNOTSUPP.result();
        }
        if (!mayWrite || message.has(OsdFlag.FULL_FORCE) || frees()) {
            return GO;
        }
        PgMapView.Fullness fullness = map.fullness(pgid());
        if (fullness == PgMapView.Fullness.HAS_SPACE) {
            return GO;
        }
        if (message.has(OsdFlag.FULL_TRY)) {
            boolean quota = fullness == PgMapView.Fullness.FULL_QUOTA;
            return (quota ? Errno.EDQUOT : Errno.ENOSPC).result();
        }
        // Keeping it would keep its memory, and with it what other clients need to read and to delete.
        return DROP;
    }

    @Override
    public boolean frees() {
        for (OSDOp op : message.ops()) {
            if (op.code() == OpCode.DELETE) {
                return inputBytes() <= FREES_BESIDES;
            }
        }
        return false;
    }

    @Override
    public long inputBytes() {
        long bytes = 0;
        for (OSDOp op : message.ops()) {
            bytes += op.input().readableBytes();
        }
        return bytes;
    }

    @Override
    public void reply(int result, int mapEpoch, EVersion badReplayVersion, EVersion replayVersion, long userVersion) {
        EVersion bad = badReplayVersion.equals(EVersion.ZERO) ? new EVersion(userVersion, 0) : badReplayVersion;
        connection.sendMessage(MOSDOpReply.to(
                message,
                result,
                mapEpoch,
                OsdFlag.ACK | OsdFlag.ONDISK,
                message.ops(),
                bad,
                replayVersion,
                userVersion));
        end();
    }

    @Override
    public void drop() {
        // The request came to the wrong place because of the client's map.
        maps.share(connection, message.mapEpoch());
        end();
    }

    private void end() {
        ended();
        List<OSDOp> ops = message.ops();
        for (int i = 0; i < ops.size(); i++) {
            ops.get(i).release();
        }
        message.release();
    }

    @Override
    protected String description() {
        return "osd_op(" + reqid + " " + pgid().pgid() + " " + message.hobject() + " " + message.ops() + " e"
                + message.mapEpoch() + ")";
    }

    @Override
    protected String client() {
        return connection.peerName().toString();
    }

    @Override
    protected String clientAddr() {
        EntityAddr addr = connection.peerAddrs().msgr2OrFirst();
        return addr.ip().getHostAddress() + ":" + addr.port() + "/" + Integer.toUnsignedString(addr.nonce());
    }

    @Override
    protected long clientTid() {
        return message.tid();
    }

    @Override
    public String toString() {
        return message + " from " + connection.peerName();
    }
}
