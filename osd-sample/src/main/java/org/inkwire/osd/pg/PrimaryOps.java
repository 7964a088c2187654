// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OSDOp;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.op.ObjectInfo;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.op.OpRequest;
import org.inkwire.osd.op.OpResult;
import org.inkwire.osd.op.PgOpRequest;
import org.inkwire.store.Transaction;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * A primary's requests, from arrival to reply.
 *
 * <p>While the PG is not active, and while a request's map is newer than ours, requests wait. Then, per object and in
 * order of arrival: a write executes at once, on top of writes still on their way to the replicas; a read waits until
 * those are acknowledged, for what it sees might otherwise vanish with this primary. A read further needs the lease.
 *
 * <p>A write gets the next version and an entry in the log, failed writes too; goes to every acting member before it is
 * applied here; and is answered when all have it durably. A request whose id is in the log is answered from there.
 *
 * <p>A new interval with the same primary starts all unanswered requests over: the client does not send them again,
 * and the log tells which of them happened. With another primary they are dropped: the client goes there.
 *
 * <p>Confined to the PG. Ceph: {@code src/osd/PrimaryLogPG.h}, {@code ReplicatedBackend}.
 */
final class PrimaryOps {
    /** A write on its way. */
    private static final class InFlight {
        private final PeerMessage.RepOp repOp;
        private final ClientOp op;
        private final int result;
        private final EVersion previous;
        private final long userVersion;
        /** Same request sent again, and requests without effect that must not be answered before this one. */
        private final List<Runnable> followers = new ArrayList<>();

        private final List<ClientOp> followerOps = new ArrayList<>();

        private InFlight(PeerMessage.RepOp repOp, ClientOp op, int result, EVersion previous, long userVersion) {
            this.repOp = repOp;
            this.op = op;
            this.result = result;
            this.previous = previous;
            this.userVersion = userVersion;
        }

        private PgLogEntry entry() {
            return repOp.entry();
        }

        private void follow(ClientOp follower, Runnable answer) {
            followerOps.add(follower);
            followers.add(answer);
        }
    }

    /** What goes on at one object. */
    private static final class ObjectQueue {
        private final Deque<InFlight> inFlight = new ArrayDeque<>();
        private final Deque<ClientOp> waiting = new ArrayDeque<>();

        private boolean isIdle() {
            return inFlight.isEmpty() && waiting.isEmpty();
        }
    }

    private final PG pg;
    private final PgHost host;
    private final OpInterpreter interpreter;
    private final PgOptions options;
    private final Deque<ClientOp> waitingForActive = new ArrayDeque<>();
    private final Deque<ClientOp> waitingForMap = new ArrayDeque<>();
    private final Deque<ClientOp> waitingForSpace = new ArrayDeque<>();
    private final Deque<ClientOp> waitingForLease = new ArrayDeque<>();
    private final Map<HObject, ObjectQueue> objects = new LinkedHashMap<>();
    private final NavigableMap<EVersion, InFlight> inFlight = new TreeMap<>();
    private final Map<OsdReqId, InFlight> byReqid = new HashMap<>();
    private final Map<Integer, EVersion> committed = new TreeMap<>();
    private final Map<Integer, EVersion> committedAtLastResend = new TreeMap<>();
    private PgHost.@Nullable Timer resendTimer;
    private boolean primary;

    PrimaryOps(PG pg, PgHost host, OpInterpreter interpreter, PgOptions options) {
        this.pg = pg;
        this.host = host;
        this.interpreter = interpreter;
        this.options = options;
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** @param op taken */
    void submit(ClientOp op) {
        if (op.mapEpoch() > pg.map().epoch()) {
            host.requestMap(op.mapEpoch());
            waitingForMap.add(op);
        } else if (!primary || op.mapEpoch() < pg.intervals().samePrimarySince()) {
            op.drop();
        } else if (pg.state() != PgState.ACTIVE) {
            waitingForActive.add(op);
        } else {
            admit(op);
        }
    }

    private void admit(ClientOp op) {
        int gate = op.gate(pg.map());
        if (gate == ClientOp.HOLD) {
            waitingForSpace.add(op);
        } else if (gate < 0) {
            op.reply(gate, pg.map().epoch(), EVersion.ZERO, EVersion.ZERO, 0);
        } else if (op.isPgOp()) {
            list(op);
        } else if (!op.mayWrite() || !isDuplicate(op)) {
            enqueue(op);
        }
    }

    private void list(ClientOp op) {
        if (!isReadable()) {
            waitingForLease.add(op);
            return;
        }
        OpResult result = interpreter.executePg(new PgOpRequest(
                pg.collection(), pg.intervals().current().pgNum(), op.object().nspace(), op.ops()));
        op.reply(result.result(), pg.map().epoch(), EVersion.ZERO, EVersion.ZERO, 0);
    }

    /** A request that is on its way, or has happened, is answered as that one. */
    private boolean isDuplicate(ClientOp op) {
        InFlight same = byReqid.get(op.reqid());
        if (same != null) {
            same.follow(op, () -> replyFromLog(op, same.entry()));
            return true;
        }
        PgLogEntry entry = pg.log().find(op.reqid());
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
        op.reply(entry.result(), pg.map().epoch(), entry.version(), entry.version(), entry.userVersion());
    }

    private void enqueue(ClientOp op) {
        ObjectQueue queue = objects.computeIfAbsent(op.object(), o -> new ObjectQueue());
        boolean mustWait = !queue.waiting.isEmpty() || !op.mayWrite() && !queue.inFlight.isEmpty();
        if (mustWait) {
            queue.waiting.add(op);
        } else {
            execute(op, queue);
        }
        forgetIfIdle(op.object(), queue);
    }

    private void forgetIfIdle(HObject object, ObjectQueue queue) {
        if (queue.isIdle()) {
            objects.remove(object);
        }
    }

    private boolean isReadable() {
        ReadLease lease = pg.lease();
        return lease != null && lease.readable();
    }

    // -- execution --------------------------------------------------------------------------------------------------

    private void execute(ClientOp op, ObjectQueue queue) {
        if (!op.mayWrite() && !isReadable()) {
            waitingForLease.add(op);
            return;
        }
        EVersion version =
                new EVersion(pg.info().lastUpdate().version() + 1, pg.map().epoch());
        OpResult result = interpreter.execute(new OpRequest(
                pg.collection(), op.object(), op.ops(), op.snap(), op.flags(), op.reqid(), op.mtime(), version));
        if (!op.mayWrite()) {
            op.reply(result.result(), pg.map().epoch(), EVersion.ZERO, EVersion.ZERO, result.userVersion());
            return;
        }
        Transaction transaction = result.transaction();
        if (transaction != null) {
            write(op, queue, result, transaction, version);
        } else if (isLogged(result)) {
            write(op, queue, result, new Transaction(pg.collection()), version);
        } else {
            replyInOrder(op, queue, result);
        }
    }

    /**
     * A write that failed or changed nothing is logged, so that it does the same when sent again: by then its client may
     * have changed the object, and must not see its earlier request applied to that. One that was refused for its sizes
     * is not logged: it will be refused again, and its name has no place in a log.
     */
    private static boolean isLogged(OpResult result) {
        return result.logged()
                && result.result() != Errno.ENAMETOOLONG.result()
                && result.result() != Errno.EMSGSIZE.result();
    }

    /** Nothing changed; but what the result depends on may still be on its way. */
    private void replyInOrder(ClientOp op, ObjectQueue queue, OpResult result) {
        Runnable answer =
                () -> op.reply(result.result(), pg.map().epoch(), EVersion.ZERO, EVersion.ZERO, result.userVersion());
        InFlight last = queue.inFlight.peekLast();
        if (last == null) {
            answer.run();
        } else {
            last.follow(op, answer);
        }
    }

    private void write(ClientOp op, ObjectQueue queue, OpResult result, Transaction transaction, EVersion version) {
        PgInfo before = pg.info();
        PgLogEntry.Kind kind = !result.changes()
                ? PgLogEntry.Kind.ERROR
                : result.deletes() ? PgLogEntry.Kind.DELETE : PgLogEntry.Kind.MODIFY;
        long userVersion = result.result() < 0 ? before.lastUserVersion() : result.userVersion();
        PgLogEntry entry =
                new PgLogEntry(kind, version, op.object(), op.reqid(), userVersion, result.result(), returns(op));
        long objectsDelta = !result.changes() ? 0 : exists(result.after()) - exists(result.before());
        long bytesDelta = !result.changes() ? 0 : size(result.after()) - size(result.before());

        ByteBuf encoded = Unpooled.buffer();
        transaction.encode(new Encoder(encoded));
        PeerMessage.RepOp repOp = new PeerMessage.RepOp(
                pg.pgid(),
                pg.interval(),
                entry,
                before.lastUpdate(),
                pg.log().trimPoint(options.logEntries()),
                before.historyLastEpochStarted(),
                objectsDelta,
                bytesDelta,
                ByteBufUtil.getBytes(encoded),
                transaction.payload(host.allocator()));
        InFlight write = new InFlight(repOp, op, result.result(), before.lastUpdate(), userVersion);
        inFlight.put(version, write);
        byReqid.put(op.reqid(), write);
        queue.inFlight.add(write);
        for (int osd : pg.intervals().current().acting()) {
            if (osd != host.whoami()) {
                send(osd, write);
            }
        }
        applyHere(write, transaction, userVersion);
        armResend();
    }

    private static List<PgLogEntry.OpReturn> returns(ClientOp op) {
        boolean outputs = (op.flags() & OsdFlag.RETURNVEC) != 0;
        List<PgLogEntry.OpReturn> returns = new ArrayList<>(op.ops().size());
        for (OSDOp o : op.ops()) {
            returns.add(new PgLogEntry.OpReturn(o.rval(), outputs ? ByteBufUtil.getBytes(o.output()) : new byte[0]));
        }
        return returns;
    }

    private static int exists(@Nullable ObjectInfo info) {
        return info == null ? 0 : 1;
    }

    private static long size(@Nullable ObjectInfo info) {
        return info == null ? 0 : info.size();
    }

    private void applyHere(InFlight write, Transaction transaction, long userVersion) {
        PeerMessage.RepOp m = write.repOp;
        EVersion version = write.entry().version();
        PgLog log = pg.log();
        log.append(write.entry());
        List<EVersion> trimmed = log.trim(m.trimTo());
        PgInfo info = pg.info().written(version, log.tail(), userVersion, m.objectsDelta(), m.bytesDelta());
        PgMeta.putWrite(transaction, info, write.entry(), trimmed);
        pg.info(info);
        int during = pg.interval();
        pg.apply(transaction, () -> {
            if (pg.interval() == during) {
                onCommitted(host.whoami(), version);
            }
        });
    }

    private void send(int osd, InFlight write) {
        PeerMessage.RepOp m = write.repOp;
        host.sendToPeer(
                osd,
                new PeerMessage.RepOp(
                        m.pgid(),
                        m.interval(),
                        m.entry(),
                        m.previous(),
                        m.trimTo(),
                        m.historyLastEpochStarted(),
                        m.objectsDelta(),
                        m.bytesDelta(),
                        m.transaction(),
                        m.payload().retainedDuplicate()));
    }

    // -- completion -------------------------------------------------------------------------------------------------

    /** A member has everything up to {@code version} durably. */
    void onCommitted(int osd, EVersion version) {
        EVersion old = committed.get(osd);
        if (old == null || version.compareTo(old) <= 0) {
            return;
        }
        committed.put(osd, version);
        EVersion all = version;
        for (EVersion theirs : committed.values()) {
            all = theirs.compareTo(all) < 0 ? theirs : all;
        }
        while (!inFlight.isEmpty() && inFlight.firstKey().compareTo(all) <= 0) {
            complete(inFlight.pollFirstEntry().getValue());
        }
        if (inFlight.isEmpty()) {
            cancelResend();
        }
    }

    private void complete(InFlight write) {
        PgLogEntry entry = write.entry();
        byReqid.remove(entry.reqid(), write);
        write.repOp.payload().release();
        ClientOp op = write.op;
        boolean changed = entry.kind() != PgLogEntry.Kind.ERROR;
        boolean idle = !changed && write.result >= 0;
        op.reply(
                write.result,
                pg.map().epoch(),
                idle ? EVersion.ZERO : changed ? entry.version() : write.previous,
                idle ? EVersion.ZERO : entry.version(),
                write.userVersion);
        write.followers.forEach(Runnable::run);
        host.statChanged(pg);
        ObjectQueue queue = objects.get(entry.object());
        if (queue != null) {
            queue.inFlight.remove(write);
            runWaiting(queue);
            forgetIfIdle(entry.object(), queue);
        }
    }

    private void runWaiting(ObjectQueue queue) {
        while (!queue.waiting.isEmpty()) {
            ClientOp next = queue.waiting.peekFirst();
            if (!next.mayWrite() && !queue.inFlight.isEmpty()) {
                return;
            }
            queue.waiting.removeFirst();
            // Shut out while it waited: from that map on nothing of that client's happens here.
            int gate = next.gate(pg.map());
            if (gate < 0) {
                next.reply(gate, pg.map().epoch(), EVersion.ZERO, EVersion.ZERO, 0);
                continue;
            }
            // The same request may have come twice while the first one waited.
            if (!next.mayWrite() || !isDuplicate(next)) {
                execute(next, queue);
            }
        }
    }

    private void armResend() {
        if (resendTimer == null) {
            resendTimer = host.schedule(options.retry().toNanos(), this::resend);
        }
    }

    private void cancelResend() {
        if (resendTimer != null) {
            resendTimer.cancel();
            resendTimer = null;
        }
    }

    /** Whoever confirmed nothing since the last time may have lost its session, and our writes with it. */
    private void resend() {
        resendTimer = null;
        for (int osd : committed.keySet()) {
            EVersion theirs = committed.get(osd);
            if (theirs != null && theirs.equals(committedAtLastResend.get(osd))) {
                resendTo(osd);
            }
        }
        committedAtLastResend.clear();
        committedAtLastResend.putAll(committed);
        if (!inFlight.isEmpty()) {
            armResend();
        }
    }

    /** Sends what a member has not confirmed, in order. */
    void resendTo(int osd) {
        EVersion theirs = committed.get(osd);
        if (theirs != null && osd != host.whoami()) {
            inFlight.tailMap(theirs, false).values().forEach(write -> send(osd, write));
        }
    }

    // -- intervals --------------------------------------------------------------------------------------------------

    /** A new interval: starts over what is unanswered, or drops it. */
    void onInterval(boolean nowPrimary) {
        List<ClientOp> unanswered = new ArrayList<>();
        for (InFlight write : inFlight.values()) {
            write.repOp.payload().release();
            unanswered.add(write.op);
            unanswered.addAll(write.followerOps);
        }
        objects.values().forEach(queue -> unanswered.addAll(queue.waiting));
        unanswered.addAll(waitingForLease);
        unanswered.addAll(waitingForSpace);
        unanswered.addAll(waitingForActive);
        inFlight.clear();
        byReqid.clear();
        objects.clear();
        waitingForLease.clear();
        waitingForSpace.clear();
        waitingForActive.clear();
        committed.clear();
        committedAtLastResend.clear();
        cancelResend();
        primary = nowPrimary;
        unanswered.forEach(this::submit);
        submitAgain(waitingForMap);
    }

    /** For ever: nothing more is answered. */
    void stop() {
        onInterval(false);
        waitingForMap.forEach(ClientOp::drop);
        waitingForMap.clear();
    }

    /** The PG is active. */
    void begin() {
        for (int osd : pg.intervals().current().acting()) {
            committed.put(osd, pg.info().lastUpdate());
        }
        submitAgain(waitingForActive);
    }

    /** A later map of the same interval. */
    void onMap() {
        submitAgain(waitingForMap);
        submitAgain(waitingForSpace);
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

    /** Requests not answered yet. */
    int unanswered() {
        int n = waitingForActive.size()
                + waitingForMap.size()
                + waitingForSpace.size()
                + waitingForLease.size()
                + inFlight.size();
        for (ObjectQueue queue : objects.values()) {
            n += queue.waiting.size();
        }
        return n;
    }
}
