// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.msgr.event.Failures;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.op.ObjectInfo;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.op.OpRequest;
import org.inkwire.osd.op.OpResult;
import org.inkwire.osd.op.PgOpRequest;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.ClientOp;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.recovery.Recovery;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary's requests, from arrival to reply.
 *
 * <p>While the PG is not active, and while a request's map is newer than ours, requests wait. Then, per object and in
 * order of arrival: a request for an object that is missing here, or a write to one that is missing at any member, waits
 * until {@link Recovery} has brought it, which it then does next; a write executes at once, on top of writes still on
 * their way to the replicas; a read waits until those are acknowledged, because what it sees might otherwise vanish with
 * this primary. A read also needs the lease.
 *
 * <p>A write, even a failed one, gets the next version and a log entry, goes to every acting member through
 * {@link ReplicatedBackend}, and is answered when all have it durably. A request whose id is in the log is answered
 * from there.
 *
 * <p>A new interval with the same primary starts all unanswered requests over: the client does not resend them, and the
 * log tells which of them took effect. With another primary they are dropped: the client goes there.
 *
 * <p>Confined to the PG. Ceph: {@code src/osd/PrimaryLogPG.h}.
 */
final class PrimaryOps {
    private static final Logger log = LoggerFactory.getLogger(PrimaryOps.class);

    private final PgCopy copy;
    private final PgHost host;
    private final OpInterpreter interpreter;
    private final ReplicatedBackend backend;
    private final Deque<ClientOp> waitingForActive = new ArrayDeque<>();
    private final Deque<ClientOp> waitingForMap = new ArrayDeque<>();
    private final Deque<ClientOp> waitingForLease = new ArrayDeque<>();
    private final ObjectContexts objects = new ObjectContexts();
    private final Map<OsdReqId, InFlight> byReqid = new HashMap<>();
    private boolean primary;
    /** Null while the PG is not active. */
    private @Nullable ReadLease lease;

    private @Nullable Recovery recovery;

    PrimaryOps(PgCopy copy, PgHost host, OpInterpreter interpreter, PgOptions options) {
        this.copy = copy;
        this.host = host;
        this.interpreter = interpreter;
        this.backend = new ReplicatedBackend(copy, host, options, this::complete);
    }

    // ---- arrival

    /** @param op taken */
    void submit(ClientOp op) {
        if (op.mapEpoch() > copy.map().epoch()) {
            host.requestMap(op.mapEpoch());
            waitingForMap.add(op);
        } else if (!primary || op.mapEpoch() < copy.intervals().samePrimarySince()) {
            op.drop();
        } else if (lease == null) {
            waitingForActive.add(op);
        } else {
            admit(op);
        }
    }

    private void admit(ClientOp op) {
        int gate = gate(op);
        if (gate == ClientOp.DROP) {
            op.drop();
        } else if (gate < 0) {
            op.reply(gate, copy.map().epoch(), EVersion.ZERO, EVersion.ZERO, 0);
        } else if (op.isPgOp()) {
            list(op);
        } else {
            boolean lacking = mustWait(op);
            if (lacking || !op.mayWrite() || !isDuplicate(op)) {
                enqueue(op, lacking);
            }
        }
    }

    /** Also a resent write waits: it may be answered once every member has it, and not only its log entry. */
    private boolean mustWait(ClientOp op) {
        return recovery != null && recovery.mustWaitFor(op.object(), op.mayWrite());
    }

    /**
     * A write sent before its pool became full is dropped even if there is space again: others of its client may have
     * been dropped before, and it must not overtake them. The client sends all of them again, in order.
     */
    private int gate(ClientOp op) {
        int gate = op.gate(copy.map());
        boolean ordered = op.mayWrite() && (op.flags() & (OsdFlag.FULL_TRY | OsdFlag.FULL_FORCE)) == 0;
        return gate == ClientOp.GO && ordered && op.mapEpoch() < copy.lastMarkedFull() ? ClientOp.DROP : gate;
    }

    private void list(ClientOp op) {
        if (!isReadable()) {
            waitingForLease.add(op);
            return;
        }
        int result;
        try {
            result = interpreter
                    .executePg(new PgOpRequest(
                            copy.collection(),
                            copy.mapping().hashBits(),
                            op.object().nspace(),
                            op.ops(),
                            copy.missing().navigableKeySet()))
                    .result();
        } catch (Throwable e) {
            result = failed(op, e).result();
        }
        op.reply(result, copy.map().epoch(), EVersion.ZERO, EVersion.ZERO, 0);
    }

    /** A resent request gets the answer of the one that is in flight or logged. */
    private boolean isDuplicate(ClientOp op) {
        InFlight same = byReqid.get(op.reqid());
        if (same != null) {
            same.follow(op, () -> replyFromLog(op, same.entry()));
            return true;
        }
        PgLogEntry entry = copy.log().find(op.reqid());
        if (entry != null) {
            replyFromLog(op, entry);
            return true;
        }
        return false;
    }

    private void replyFromLog(ClientOp op, PgLogEntry entry) {
        List<PgLogEntry.OpReturn> returns = entry.returns();
        for (int i = 0; i < op.ops().size(); i++) {
            boolean known = i < returns.size();
            op.ops().get(i).rval(known ? returns.get(i).rval() : 0);
            op.ops().get(i).output(known ? Unpooled.wrappedBuffer(returns.get(i).output()) : Unpooled.EMPTY_BUFFER);
        }
        op.reply(entry.result(), copy.map().epoch(), entry.version(), entry.version(), entry.userVersion());
    }

    /** @param lacking {@link #mustWait} */
    private void enqueue(ClientOp op, boolean lacking) {
        ObjectContext context = objects.find(op.object());
        boolean later = context != null && (context.hasWaiting() || !op.mayWrite() && context.isWritten());
        if (lacking || later) {
            (context == null ? objects.add(op.object()) : context).waiting().add(op);
        } else {
            execute(op, context);
        }
    }

    private boolean isReadable() {
        return lease != null && lease.readable();
    }

    // ---- execution

    /** @param known of its object, if there is one: a request that is refused leaves nothing behind */
    private void execute(ClientOp op, @Nullable ObjectContext known) {
        if (!op.mayWrite() && !isReadable()) {
            waitingForLease.add(op);
            return;
        }
        int refusal = refusal(op);
        if (refusal < 0) {
            replyInOrder(op, known, OpResult.refused(refusal));
            return;
        }
        ObjectContext context = known == null ? objects.add(op.object()) : known;
        executeIn(context, op);
        objects.used(context);
    }

    private int refusal(ClientOp op) {
        try {
            return interpreter.refusal(op.object(), op.ops(), op.snap(), op.mayWrite());
        } catch (Throwable e) {
            return failed(op, e).result();
        }
    }

    private void executeIn(ObjectContext context, ClientOp op) {
        EVersion version = op.mayWrite()
                ? new EVersion(
                        copy.info().lastUpdate().version() + 1, copy.map().epoch())
                : EVersion.ZERO;
        OpResult result;
        try {
            result = interpreter.execute(new OpRequest(
                    copy.collection(),
                    op.object(),
                    context.info(copy),
                    op.ops(),
                    op.snap(),
                    op.flags(),
                    op.reqid(),
                    op.mtime(),
                    version,
                    op.mayWrite(),
                    copy.values()));
        } catch (Throwable e) {
            replyInOrder(op, context, failed(op, e));
            return;
        }
        copy.io().executed(op.ops());
        if (!op.mayWrite()) {
            host.statChanged(copy.pgid());
            op.reply(result.result(), copy.map().epoch(), EVersion.ZERO, EVersion.ZERO, result.userVersion());
            return;
        }
        Transaction transaction = result.transaction();
        if (transaction != null && !hasRoom(op, transaction)) {
            transaction.release();
            replyInOrder(op, context, OpResult.refused(Errno.ENOSPC.result()));
        } else if (transaction != null) {
            write(op, context, result, transaction, version);
        } else if (isLogged(result)) {
            write(op, context, result, new Transaction(copy.collection()), version);
        } else {
            replyInOrder(op, context, result);
        }
    }

    /** Whether every member can take the write; before the monitor has stopped writes to a full pool, one may not. */
    private boolean hasRoom(ClientOp op, Transaction transaction) {
        long bytes = Math.max(op.inputBytes(), transaction.payloadBytes());
        return op.frees() || host.admits(bytes) && !backend.isMemberFull();
    }

    /** Nothing has changed yet, so whatever the interpreter throws costs the request, and nothing else. */
    private OpResult failed(ClientOp op, Throwable cause) {
        Failures.log(log, "{}: {} on {} failed", copy.pgid(), op.ops(), op.object(), cause);
        return OpResult.refused(Errno.EIO.result());
    }

    /**
     * A write that failed or changed nothing is logged, so that it does the same when resent: by then its client may
     * have changed the object, and must not see its earlier request applied to the changed one. A write refused for its
     * sizes is not logged: it will be refused again, and its name has no place in a log.
     */
    private static boolean isLogged(OpResult result) {
        return result.logged()
                && result.result() != Errno.ENAMETOOLONG.result()
                && result.result() != Errno.EMSGSIZE.result();
    }

    /** Nothing changed, but the result may depend on writes still in flight. */
    private void replyInOrder(ClientOp op, @Nullable ObjectContext context, OpResult result) {
        Runnable answer =
                () -> op.reply(result.result(), copy.map().epoch(), EVersion.ZERO, EVersion.ZERO, result.userVersion());
        InFlight last = context == null ? null : context.newest();
        if (last == null) {
            answer.run();
        } else {
            last.follow(op, answer);
        }
    }

    private void write(ClientOp op, ObjectContext context, OpResult result, Transaction transaction, EVersion version) {
        boolean changes = result.changes();
        PgLogEntry.Kind kind =
                !changes ? PgLogEntry.Kind.ERROR : result.deletes() ? PgLogEntry.Kind.DELETE : PgLogEntry.Kind.MODIFY;
        long userVersion = result.result() < 0 ? copy.info().lastUserVersion() : result.userVersion();
        ObjectInfo before = result.before();
        PgLogEntry entry = new PgLogEntry(
                kind,
                version,
                before == null ? EVersion.ZERO : before.version(),
                op.object(),
                op.reqid(),
                userVersion,
                result.result(),
                returns(op));
        long objectsDelta = changes ? exists(result.after()) - exists(result.before()) : 0;
        long bytesDelta = changes ? size(result.after()) - size(result.before()) : 0;
        InFlight write =
                new InFlight(backend.repOp(entry, objectsDelta, bytesDelta, transaction), op, result.result(), context);
        byReqid.put(op.reqid(), write);
        context.began(write);
        backend.submit(write, transaction);
        if (changes) {
            context.applied(result.after());
        }
    }

    private static List<PgLogEntry.OpReturn> returns(ClientOp op) {
        boolean outputs = (op.flags() & OsdFlag.RETURNVEC) != 0;
        PgLogEntry.OpReturn[] returns = new PgLogEntry.OpReturn[op.ops().size()];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = returned(op.ops().get(i), outputs);
        }
        return List.of(returns);
    }

    private static PgLogEntry.OpReturn returned(OSDOp op, boolean withOutput) {
        boolean output = withOutput && op.output().isReadable();
        return op.rval() == 0 && !output
                ? PgLogEntry.OpReturn.NOTHING
                : new PgLogEntry.OpReturn(
                        op.rval(), output ? ByteBufUtil.getBytes(op.output()) : PgLogEntry.OpReturn.NOTHING.output());
    }

    private static int exists(@Nullable ObjectInfo info) {
        return info == null ? 0 : 1;
    }

    private static long size(@Nullable ObjectInfo info) {
        return info == null ? 0 : info.size();
    }

    // ---- completion

    /**
     * A member has everything up to {@code version} durably.
     *
     * @param full its store takes no new writes
     */
    void onCommitted(int osd, EVersion version, boolean full) {
        backend.onCommitted(osd, version, full);
    }

    /** The session with a member was lost. */
    void resendTo(int osd) {
        backend.resendTo(osd);
    }

    private void complete(InFlight write) {
        PgLogEntry entry = write.entry();
        byReqid.remove(entry.reqid(), write);
        boolean changed = entry.kind() != PgLogEntry.Kind.ERROR;
        boolean idle = !changed && write.result >= 0;
        write.op.reply(
                write.result,
                copy.map().epoch(),
                idle ? EVersion.ZERO : changed ? entry.version() : write.repOp.previous(),
                idle ? EVersion.ZERO : entry.version(),
                entry.userVersion());
        write.answerFollowers();
        host.statChanged(copy.pgid());
        write.context.completed();
        runWaiting(write.context);
    }

    private void runWaiting(ObjectContext context) {
        while (context.hasWaiting()) {
            ClientOp next = context.waiting().getFirst();
            if (!next.mayWrite() && context.isWritten() || mustWait(next)) {
                return;
            }
            context.waiting().removeFirst();
            // Blocklisted while the request waited: from that map on, none of that client's requests takes effect here.
            int gate = gate(next);
            if (gate == ClientOp.DROP) {
                next.drop();
                continue;
            }
            if (gate < 0) {
                next.reply(gate, copy.map().epoch(), EVersion.ZERO, EVersion.ZERO, 0);
                continue;
            }
            // The same request may have arrived twice while the first one waited.
            if (!next.mayWrite() || !isDuplicate(next)) {
                execute(next, context);
            }
        }
        objects.used(context);
    }

    /** An object that requests may wait for has been recovered. */
    void onRecovered(HObject object) {
        ObjectContext context = objects.find(object);
        if (context != null) {
            runWaiting(context);
        }
    }

    // ---- intervals

    /** A new interval: starts unanswered requests over, or drops them. */
    void onInterval(boolean nowPrimary) {
        List<ClientOp> unanswered = new ArrayList<>();
        backend.inFlight().forEach(write -> write.addRequestsTo(unanswered));
        for (ObjectContext context : objects.all()) {
            if (context.hasWaiting()) {
                unanswered.addAll(context.waiting());
            }
        }
        unanswered.addAll(waitingForLease);
        unanswered.addAll(waitingForActive);
        backend.reset();
        byReqid.clear();
        objects.clear();
        waitingForLease.clear();
        waitingForActive.clear();
        lease = null;
        recovery = null;
        primary = nowPrimary;
        unanswered.forEach(this::submit);
        submitAgain(waitingForMap);
    }

    /** Stops for good: nothing more is answered. */
    void stop() {
        endForMap(ClientOp::drop);
    }

    /**
     * The copy goes away while the OSD goes on: by the map that a waiting request names, the OSD may lead the PG again,
     * and its client will not send the request again.
     */
    void endForNow() {
        endForMap(host::submitAgain);
    }

    private void endForMap(Consumer<ClientOp> waiting) {
        onInterval(false);
        List<ClientOp> all = new ArrayList<>(waitingForMap);
        waitingForMap.clear();
        all.forEach(waiting);
    }

    /**
     * The PG is active.
     *
     * @param granted says when reads may be answered
     * @param recovering knows which objects are not there yet
     */
    void begin(ReadLease granted, Recovery recovering) {
        lease = granted;
        recovery = recovering;
        backend.begin();
        submitAgain(waitingForActive);
    }

    /** A later map of the same interval. */
    void onMap() {
        backend.onMap();
        submitAgain(waitingForMap);
    }

    void onLeaseRenewed() {
        if (isReadable()) {
            submitAgain(waitingForLease);
        }
    }

    private void submitAgain(Deque<ClientOp> queue) {
        List<ClientOp> all = new ArrayList<>(queue);
        queue.clear();
        all.forEach(this::submit);
    }
}
