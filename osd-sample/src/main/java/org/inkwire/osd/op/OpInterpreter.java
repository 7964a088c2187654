// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.cluster.osd.op.OpFlag;
import org.inkwire.store.ObjectStore;
import org.inkwire.wire.MalformedInputException;

/**
 * Executes requests against a store: ops one after the other, all or none, changes into one transaction that the caller
 * replicates and applies. Ops read bytes, xattrs and omap as they were before the request (protocol: osd sections 1 to 4).
 * Ceph: {@code PrimaryLogPG::do_osd_ops}, v16.2.15.
 *
 * <p>Threads: immutable. A request runs on its PG's thread. From {@link #execute} until its transaction is applied, no
 * other request for the same object may be executed.
 */
public final class OpInterpreter {
    private final ObjectStore store;
    private final OpLimits limits;
    private final ClassHandler classes;
    private final OpTable table;
    private final PgLister lister;

    public OpInterpreter(ObjectStore store, OpLimits limits, ClassHandler classes, WatchHandler watches) {
        this.store = store;
        this.limits = limits;
        this.classes = classes;
        this.table = new OpTable(new ClassCalls(classes, this::executeOp), new WatchOps(watches));
        this.lister = new PgLister(store, limits);
    }

    /** Whether any op may change the object; of a CALL, its method's flag tells. */
    public boolean mayWrite(List<OSDOp> ops) {
        for (OSDOp op : ops) {
            if (op.code() == OpCode.CALL ? ClassCalls.writes(classes, op) : OpCode.isWrite(op.code())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the ops are for a PG: {@link #executePg} instead of {@link #execute}. */
    public static boolean isPgRequest(List<OSDOp> ops) {
        return !ops.isEmpty() && OpCode.isPg(ops.get(0).code());
    }

    /**
     * Executes a request for an object that {@link #refusal} lets pass. Never throws for what a client sent: such a request
     * fails.
     */
    public OpResult execute(OpRequest request) {
        boolean mayWrite = request.mayWrite();
        OpContext context = new OpContext(request, store, limits);
        if (!mayWrite && !context.exists() && !request.ops().isEmpty()) {
            // A request that only reads is not even started: its ops' results stay 0.
            return OpResult.refused(Errno.ENOENT.result());
        }
        int result = executeAll(context);
        return mayWrite ? finishWrite(context, result) : finishRead(context, result);
    }

    /**
     * Whether a request is refused for what it is, whatever its object is: a negative errno, or 0. Reads nothing.
     *
     * @param object its head
     * @param snap the snapshot the client reads
     * @param mayWrite {@link #mayWrite} of the ops
     */
    public int refusal(HObject object, List<OSDOp> ops, long snap, boolean mayWrite) {
        if (object.oid().isEmpty()) {
            return Errno.EINVAL.result();
        }
        if (Limits.utf8Bytes(object.oid()) > limits.osdMaxObjectNameLen()
                || Limits.utf8Bytes(object.key()) > limits.osdMaxObjectNameLen()
                || Limits.utf8Bytes(object.nspace()) > limits.osdMaxObjectNamespaceLen()) {
            return Errno.ENAMETOOLONG.result();
        }
        if (snap == SnapId.SNAPDIR && !listsSnapsOnly(ops)) {
            return Errno.EINVAL.result();
        }
        for (OSDOp op : ops) {
            if (op.code() == OpCode.CALL && !ClassCalls.isKnown(classes, op)) {
                // Refuse before anything is executed: without the method, what the request needs is unknown.
                return Errno.EOPNOTSUPP.result();
            }
        }
        if (!mayWrite && snap != SnapId.HEAD && snap != SnapId.SNAPDIR) {
            // There are no clones: the head's bytes would be a wrong answer.
            return Errno.EOPNOTSUPP.result();
        }
        if (mayWrite) {
            if (snap != SnapId.HEAD) {
                return Errno.EINVAL.result();
            }
            long inputBytes = 0;
            for (OSDOp op : ops) {
                inputBytes += op.inputLength();
            }
            if (inputBytes > (limits.osdMaxWriteSizeMb() << 20)) {
                return Errno.EMSGSIZE.result();
            }
        }
        return 0;
    }

    private static boolean listsSnapsOnly(List<OSDOp> ops) {
        for (OSDOp op : ops) {
            if (op.code() != OpCode.LIST_SNAPS) {
                return false;
            }
        }
        return true;
    }

    private int executeAll(OpContext context) {
        for (OSDOp op : context.request().ops()) {
            int result = executeOp(context, op);
            op.rval(result);
            context.result(result < 0 && op.has(OpFlag.FAILOK) ? 0 : result);
            if (context.result() < 0) {
                break;
            }
        }
        return context.result();
    }

    private int executeOp(OpContext context, OSDOp op) {
        OpHandler handler = table.find(op.code());
        if (handler == null) {
            return Errno.EOPNOTSUPP.result();
        }
        if (OpCode.isWrite(op.code()) && op.code() != OpCode.WATCH) {
            context.markUserModify();
        }
        try {
            return handler.execute(context, op);
        } catch (MalformedInputException e) {
            return Errno.EINVAL.result();
        }
    }

    private OpResult finishRead(OpContext context, int result) {
        context.discard();
        if (result < 0) {
            dropOutputs(context.request());
        }
        return new OpResult(
                result, null, context.before(), context.before(), context.info().userVersion(), false);
    }

    private OpResult finishWrite(OpContext context, int result) {
        ObjectInfo before = context.before();
        long userVersionBefore = before == null ? 0 : before.userVersion();
        boolean returnVec = (context.request().flags() & OsdFlag.RETURNVEC) != 0;
        if (result < 0) {
            context.discard();
            dropOutputs(context.request());
            return new OpResult(result, null, before, before, userVersionBefore, true);
        }
        if (!returnVec) {
            dropOutputs(context.request());
        }
        int reply = returnVec ? result : 0;
        if (!context.hasChanges()) {
            context.discard();
            return new OpResult(reply, null, before, before, userVersionBefore, true);
        }
        ObjectInfo stamped = context.stamp();
        return new OpResult(
                reply, context.transaction(), before, context.exists() ? stamped : null, stamped.userVersion(), true);
    }

    private static void dropOutputs(OpRequest request) {
        for (OSDOp op : request.ops()) {
            op.output(Unpooled.EMPTY_BUFFER);
        }
    }

    /** Executes a request for a PG: listings. Outputs and results are in its ops. */
    public OpResult executePg(PgOpRequest request) {
        int result = 0;
        for (OSDOp op : request.ops()) {
            try {
                result = lister.execute(request, op);
            } catch (MalformedInputException e) {
                result = Errno.EINVAL.result();
            }
            op.rval(result);
            if (result < 0) {
                break;
            }
        }
        return new OpResult(result, null, null, null, 0, false);
    }
}
