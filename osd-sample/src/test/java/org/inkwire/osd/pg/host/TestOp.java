// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import java.util.List;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.wire.UTime;

/** A request for the head of an object in pool 1, which the map lets pass. */
public abstract class TestOp implements ClientOp {
    private final OsdReqId reqid;
    private final HObject object;
    private final boolean write;
    private final List<OSDOp> ops;
    private final int epoch;

    /** @param epoch of the map the client had */
    protected TestOp(OsdReqId reqid, String oid, boolean write, List<OSDOp> ops, int epoch) {
        this.reqid = reqid;
        this.object = objectOf(oid);
        this.write = write;
        this.ops = ops;
        this.epoch = epoch;
    }

    /** The object that a client means by the name. */
    public static HObject objectOf(String oid) {
        return new HObject("", oid, SnapId.HEAD, oid.hashCode(), false, "", 1);
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
        return epoch;
    }

    @Override
    public List<OSDOp> ops() {
        return ops;
    }

    @Override
    public long snap() {
        return SnapId.HEAD;
    }

    @Override
    public long flags() {
        return 0;
    }

    @Override
    public UTime mtime() {
        return UTime.ZERO;
    }

    @Override
    public boolean mayWrite() {
        return write;
    }

    @Override
    public boolean isPgOp() {
        return false;
    }

    @Override
    public boolean frees() {
        return ops.get(0).code() == OpCode.DELETE;
    }

    @Override
    public long inputBytes() {
        return ops.get(0).inputLength();
    }

    @Override
    public int gate(PgMapView map) {
        return GO;
    }
}
