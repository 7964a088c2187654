// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.op.MOSDBackoff;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.RequestRedirect;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.Descriptors;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.error.Timeouts;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.wire.UTime;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each operation on an object to the OSD that serves it. Resends it whenever a newer map or a lost session
 * requires it, until an answer arrives or the deadline passes. State is confined to its EventCenter; {@link #submit}
 * and the other methods that return stages may be called from any thread. Ceph: {@code src/osdc/Objecter.h}, v16.2.15.
 *
 * <p>The life of an operation: the throttle admits it; it gets a tid; {@link OpTarget} finds its OSD in the map; the
 * session with that OSD is opened if there is none yet; the message is sent. A resent message has the same tid and a
 * higher retry attempt: the OSD applies it once, and answers to earlier attempts are ignored. An operation waits while
 * it has no OSD (none up, or no map yet), is held by full or pause flags, or falls under an OSD's backoff. The Objecter
 * requests newer maps as long as an operation waits for one. A pool missing from the map is an error only once the map
 * is as new as the monitor's.
 *
 * <p>Stages complete on {@link ObjecterConfig#completions}, by default on the center; never on a messenger's worker.
 *
 * <p>Setup: construct it, add it to the messenger's dispatchers before the MonClient, call {@link #start}.
 */
public final class Objecter implements Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Objecter.class);

    /** librados sets these on every request. */
    private static final int ALWAYS = OsdFlag.ONDISK | OsdFlag.KNOWN_REDIR;

    /** Delay before a request answered with EAGAIN is resent, multiplied by the number of attempts. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int AGAIN_MAX_MULTIPLE = 50;

    private static final String SHUT_DOWN = "the client was shut down";

    private final EventCenter center;
    private final MonClient monClient;
    private final ObjecterConfig config;
    private final Completions completions;
    private final OpThrottle throttle;
    private final MapKeeper maps;
    private final Whereabouts whereabouts;

    /** Admitted operations without an answer, by tid. */
    private final TreeMap<Long, Op<?>> inflight = new TreeMap<>();

    private final HeldOps held = new HeldOps();
    private final OSDSessions sessions;
    private long lastTid;
    private EventCenter.@Nullable Timer tick;
    /** Written on the center, read on any thread: a center that has ended accepts tasks but never runs them. */
    private volatile boolean stopped;

    public Objecter(EventCenter center, Messenger messenger, MonClient monClient, ObjecterConfig config) {
        this.center = center;
        this.monClient = monClient;
        this.config = config;
        this.completions = new Completions(config.completions());
        this.throttle = new OpThrottle(config.inflightOps(), config.inflightOpBytes());
        this.maps = new MapKeeper(center, monClient);
        this.whereabouts = new Whereabouts(monClient, throttle, maps);
        this.sessions = new OSDSessions(center, messenger, maps, op -> step(op, () -> send(op)));
    }

    // ---- any thread

    /**
     * Runs an operation on one object.
     *
     * @param decode turns the answer (borrowed, on the center) into the result; an exception it throws fails the stage.
     *     Also called for negative results
     * @return fails with {@link RadosException}
     */
    public <T> CompletionStage<T> submit(OpRequest request, Function<MOSDOpReply, T> decode) {
        Op<T> op = new Op<>(request, Objects.requireNonNull(decode), completions);
        enter(() -> arrive(op), () -> op.giveUp(Errno.ESHUTDOWN, SHUT_DOWN), e -> failed(op, e));
        return op.future;
    }

    /**
     * Lists a placement group from a position.
     *
     * @param at pool, namespace and hash of the position
     */
    public <T> CompletionStage<T> submitListing(
            ObjectLocator at, int max, HObject position, Duration timeout, Function<MOSDOpReply, T> decode) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable list = () -> {
            List<OSDOp> ops = List.of(OSDOps.pgnls(max, position, maps.epoch()));
            int flags = OsdFlag.READ | OsdFlag.IGNORE_OVERLAY;
            Op<T> op = new Op<>(new OpRequest(at, "", ops, flags, timeout), decode, completions);
            op.future.whenComplete((value, failure) -> settle(result, value, failure));
            arrive(op);
        };
        enter(
                list,
                () -> result.completeExceptionally(shutDown("listing")),
                e -> result.completeExceptionally(broke(e)));
        return result;
    }

    /** Applies {@code use} to the current map as soon as there is one; {@code use} runs where stages complete. */
    public <T> CompletionStage<T> withMap(Function<OSDMap, T> use) {
        return waitForMap(1).thenApply(use);
    }

    /** Completes with the map once it has reached {@code epoch}. */
    public CompletionStage<OSDMap> waitForMap(long epoch) {
        CompletableFuture<OSDMap> result = new CompletableFuture<>();
        enter(
                () -> maps.whenAtLeast(epoch, result, completions),
                () -> result.completeExceptionally(shutDown("waiting for a map")),
                e -> result.completeExceptionally(broke(e)));
        return result;
    }

    /** Completes with the map once it is as new as the monitor's is at the time of the call. */
    public CompletionStage<OSDMap> waitForLatestMap() {
        CompletableFuture<OSDMap> result = new CompletableFuture<>();
        Runnable ask = () -> monClient.getVersion("osdmap").whenComplete((versions, failure) -> {
            if (failure != null) {
                completions.run(() -> result.completeExceptionally(failure));
            } else {
                maps.whenAtLeast(versions.newest(), result, completions);
            }
        });
        enter(
                ask,
                () -> result.completeExceptionally(shutDown("waiting for a map")),
                e -> result.completeExceptionally(broke(e)));
        return result;
    }

    /**
     * Makes a call that must run on the center, such as one to the MonClient.
     *
     * @return completes where this Objecter's stages complete
     */
    public <T> CompletionStage<T> onCenter(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enter(
                () -> call.get()
                        .whenComplete((value, failure) -> completions.run(() -> settle(result, value, failure))),
                () -> result.completeExceptionally(shutDown("call")),
                e -> completions.run(() ->
                        result.completeExceptionally(e instanceof RuntimeException ordinary ? ordinary : broke(e))));
        return result;
    }

    /** Runs {@code task} on the center, or {@code ifStopped} if the center no longer runs; what it throws is its own. */
    private void enter(Runnable task, Runnable ifStopped, Consumer<Throwable> ifThrows) {
        if (stopped || !new OwnedTasks(center, ifThrows).submit(task)) {
            ifStopped.run();
        }
    }

    private static RadosException broke(Throwable cause) {
        Errno errno = cause instanceof OutOfMemoryError ? Errno.ENOMEM : Errno.EIO;
        return new RadosException.NotSent(errno, "the request failed in this process: " + cause, cause);
    }

    /** Runs a step of one operation: what it throws costs that operation and nothing else. On the center. */
    private void step(Op<?> op, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            failed(op, e);
        }
    }

    private void failed(Op<?> op, Throwable cause) {
        if (!op.isDone()) {
            Failures.log(log, "{} failed", op, cause);
            try {
                forget(op);
            } finally {
                op.broke(cause, "it failed in this process");
            }
        }
    }

    private static RadosException shutDown(String what) {
        return new RadosException.NotSent(Errno.ESHUTDOWN, what + ": " + SHUT_DOWN);
    }

    private static <T> void settle(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            result.completeExceptionally(failure.getCause());
        } else if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }

    // ---- set-up

    /** Requests the map and starts ticking. On the center. */
    public void start() {
        center.assertInThread();
        maps.request();
        scheduleTick();
    }

    /** Fails all operations in flight and closes the sessions. On the center; idempotent. */
    public void shutdown() {
        center.assertInThread();
        if (stopped) {
            return;
        }
        stopped = true;
        EventCenter.Timer timer = tick;
        if (timer != null) {
            timer.cancel();
        }
        List<Op<?>> open = new ArrayList<>(inflight.values());
        open.addAll(throttle.drain());
        inflight.clear();
        sessions.shutdown();
        open.forEach(op -> op.giveUp(Errno.ESHUTDOWN, SHUT_DOWN));
        maps.shutdown();
    }

    /** The current map; null before the first one. On the center. */
    public @Nullable OSDMap osdMap() {
        center.assertInThread();
        return maps.map();
    }

    /** Current values of the counters. On the center. */
    public Gauges gauges() {
        center.assertInThread();
        return new Gauges(
                inflight.size(), throttle.inflightBytes(), throttle.waitingOps(), sessions.size(), maps.epoch());
    }

    /** Load of the Objecter. */
    public record Gauges(int inflightOps, long inflightBytes, int waitingOps, int sessions, long mapEpoch) {}

    // ---- an operation

    private void arrive(Op<?> op) {
        if (stopped) {
            op.giveUp(Errno.ESHUTDOWN, SHUT_DOWN);
            return;
        }
        if (op.request.isWrite()) {
            Instant given = op.request.mtime();
            op.mtime = UTime.of(given != null ? given : config.wallClock().instant());
        }
        Duration timeout = op.request.timeout();
        if (!timeout.isZero()) {
            op.deadline = center.schedule(timeout.toNanos(), () -> step(op, () -> onDeadline(op)));
        }
        if (throttle.admit(op)) {
            admitted(op);
        }
    }

    private void onDeadline(Op<?> op) {
        if (!op.isDone()) {
            String text = "no answer within " + Timeouts.text(op.request.timeout()) + ": " + whereabouts.of(op);
            log.debug("{}: {}", op, text);
            forget(op);
            op.giveUp(Errno.ETIMEDOUT, text);
        }
    }

    private void admitted(Op<?> op) {
        op.tid = ++lastTid;
        inflight.put(op.tid, op);
        OSDMap map = maps.map();
        if (map == null) {
            maps.request();
        } else if (op.target.calc(map) == OpTarget.Change.POOL_MISSING) {
            poolMissing(op);
        } else {
            send(op);
        }
    }

    /** Removes an admitted operation from all bookkeeping and sends the next waiting ones. */
    private void forget(Op<?> op) {
        if (op.tid == 0 || inflight.remove(op.tid) == null) {
            return;
        }
        op.detach();
        throttle.release(op);
        for (Op<?> next = throttle.next(); next != null; next = throttle.next()) {
            Op<?> admitted = next;
            step(admitted, () -> admitted(admitted));
        }
    }

    /** Sends the operation to its target, or leaves it where the event that unblocks it will find it. */
    private void send(Op<?> op) {
        OSDMap map = maps.map();
        int osd = op.target.osd();
        if (map == null || osd == OpTarget.NO_OSD || !isReachable(map, osd)) {
            op.detach();
            maps.request();
            return;
        }
        OSDSession session = sessions.with(map, osd);
        if (!session.equals(op.session)) {
            op.detach();
            session.ops.put(op.tid, op);
            op.session = session;
        }
        if (op.target.isPaused()) {
            held.held(op, map);
            maps.request();
        } else if (!session.resting && !session.backoffs.covers(op.target.pgid(), op.target.hobject())) {
            session.connection.sendMessage(message(op, session.connection));
        }
    }

    private static boolean isReachable(OSDMap map, int osd) {
        if (!map.isUp(osd)) {
            return false;
        }
        if (map.clientAddrs(osd).msgr2().isEmpty()) {
            log.warn("osd.{} at {} has no msgr2 address, operations for it wait", osd, map.clientAddrs(osd));
            return false;
        }
        return true;
    }

    private Message message(Op<?> op, Connection connection) {
        int attempt = op.attempts++;
        op.sentNanos = center.nanoTime();
        OpTarget target = op.target;
        long features = connection.features();
        MOSDOp message = MOSDOp.builder(target.pgid(), target.hash(), target.locator(), target.oid())
                .mapEpoch(maps.epoch())
                .flags(target.flags() | ALWAYS | (attempt > 0 ? OsdFlag.RETRY : 0))
                .clientInc(config.clientInc())
                .mtime(op.mtime)
                .ops(op.request.ops())
                .snap(op.request.snap())
                .snapContext(op.request.snapContext())
                .retryAttempt(attempt)
                .features(features != 0 ? features : Feature.PACIFIC_SUPPORTED)
                .build();
        message.tid(op.tid);
        message.priority(config.priority());
        return message;
    }

    private void onReply(Connection connection, MOSDOpReply reply) {
        OSDSession session = sessions.of(connection);
        Op<?> op = session == null ? null : session.ops.get(reply.tid());
        if (session == null || op == null) {
            log.debug("unexpected {} from {}", reply, connection.peerAddr());
            return;
        }
        if (reply.retryAttempt() >= 0 && reply.retryAttempt() != op.attempts - 1) {
            log.debug("{}: ignoring an answer to attempt {}, {} were sent", op, reply.retryAttempt(), op.attempts);
            return;
        }
        session.lastFault = null;
        step(op, () -> onReply(op, reply));
    }

    private void onReply(Op<?> op, MOSDOpReply reply) {
        RequestRedirect redirect = reply.redirect();
        if (redirect != null) {
            op.target.redirect(redirect);
            renumber(op);
            retarget(op);
        } else if (reply.result() == Errno.EAGAIN.result()) {
            op.target.primaryOnly();
            renumber(op);
            long delay = AGAIN_NANOS * Math.min(op.attempts, AGAIN_MAX_MULTIPLE);
            center.schedule(
                    delay,
                    () -> step(op, () -> {
                        if (!op.isDone()) {
                            retarget(op);
                        }
                    }));
        } else {
            forget(op);
            op.complete(reply);
        }
    }

    /** Makes it a new request to the OSDs, so that they do not answer it from their record of the old one. */
    private void renumber(Op<?> op) {
        op.detach();
        inflight.remove(op.tid);
        op.tid = ++lastTid;
        inflight.put(op.tid, op);
    }

    private void retarget(Op<?> op) {
        OSDMap map = maps.map();
        if (map != null && op.target.calc(map) == OpTarget.Change.POOL_MISSING) {
            poolMissing(op);
        } else {
            send(op);
        }
    }

    /** Fails with ENOENT, but only once our map is as new as the monitor's: the pool may have just been created. */
    private void poolMissing(Op<?> op) {
        op.detach();
        if (op.poolGoneAt == 0) {
            monClient
                    .getVersion("osdmap")
                    .whenComplete((versions, failure) -> step(op, () -> {
                        if (op.isDone()) {
                            return;
                        }
                        if (failure != null) {
                            forget(op);
                            op.giveUp(
                                    Errno.ETIMEDOUT,
                                    "cannot ask a monitor whether the pool exists: " + failure.getMessage());
                            return;
                        }
                        op.poolGoneAt = versions.newest();
                        checkPoolGone(op);
                    }));
        } else {
            checkPoolGone(op);
        }
    }

    private void checkPoolGone(Op<?> op) {
        OSDMap map = maps.map();
        if (map == null || map.epoch() < op.poolGoneAt) {
            maps.request();
        } else if (map.pool(op.target.basePool()) != null) {
            op.poolGoneAt = 0;
            retarget(op);
        } else {
            forget(op);
            op.fail(new RadosException.Refused(
                    Errno.ENOENT.result(), op.request + ": there is no pool " + op.target.basePool()));
        }
    }

    // ---- maps

    private void onMap(MOSDMap message) {
        TreeMap<Long, Op<?>> resend = new TreeMap<>();
        TreeMap<Long, Op<?>> missing = new TreeMap<>();
        Map<Op<?>, Throwable> broken = new LinkedHashMap<>();
        boolean newer = maps.apply(message, (next, skipped) -> {
            // Check every epoch: an interval that began and ended between two messages made OSDs drop the requests they
            // held. One may have done so in the epochs that were skipped, too.
            for (Op<?> op : inflight.values()) {
                try {
                    switch (op.target.calc(next)) {
                        case RESEND -> resend.put(op.tid, op);
                        case POOL_MISSING -> missing.put(op.tid, op);
                        case NONE -> {
                            if (skipped) {
                                resend.put(op.tid, op);
                            }
                        }
                    }
                } catch (Throwable e) {
                    broken.put(op, e);
                }
            }
        });
        broken.forEach(this::failed);
        OSDMap map = maps.map();
        if (!newer || map == null) {
            return;
        }
        sessions.closeStale(map, resend);
        for (Op<?> op : missing.values()) {
            if (!op.isDone() && map.pool(op.target.basePool()) == null) {
                resend.remove(op.tid);
                step(op, () -> poolMissing(op));
            }
        }
        for (Op<?> op : resend.values()) {
            if (!op.isDone()) {
                log.debug("{} goes to osd.{} by map {}", op, op.target.osd(), map.epoch());
                step(op, () -> send(op));
            }
        }
        held.onMap(inflight.values());
        maps.requestIfNeeded(needsMaps(map));
    }

    /** Whether an operation waits that only a newer map can unblock. */
    private boolean needsMaps(OSDMap map) {
        if (map.hasFlag(OSDMapFlags.FULL) || map.hasFlag(OSDMapFlags.PAUSERD) || map.hasFlag(OSDMapFlags.PAUSEWR)) {
            return true;
        }
        for (Op<?> op : inflight.values()) {
            if (op.session == null || op.target.isPaused()) {
                return true;
            }
        }
        return false;
    }

    // ---- time

    private void scheduleTick() {
        tick = center.schedule(config.tickInterval().toNanos(), this::onTick);
    }

    private void onTick() {
        if (stopped) {
            return;
        }
        scheduleTick();
        long laggyBefore = center.nanoTime() - config.laggyTimeout().toNanos();
        boolean wantMap = false;
        for (OSDSession session : sessions.all()) {
            boolean laggy = false;
            for (Op<?> op : session.ops.values()) {
                if (op.attempts > 0 && op.sentNanos - laggyBefore < 0) {
                    log.debug("{} is laggy on osd.{}", op, session.osd);
                    laggy = true;
                }
            }
            if (laggy) {
                // Exposes a dead TCP connection.
                session.connection.sendKeepalive();
                wantMap = true;
            }
        }
        OSDMap map = maps.map();
        if (wantMap || map == null || needsMaps(map)) {
            maps.request();
        }
    }

    // ---- messages

    @Override
    public boolean msCanFastDispatch(Message message) {
        return message instanceof MOSDOpReply || message instanceof MOSDMap || message instanceof MOSDBackoff;
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        message.retain();
        boolean queued = center.submit(() -> {
            try {
                onMessage(connection, message);
            } finally {
                message.release();
            }
        });
        if (!queued) {
            message.release();
        }
    }

    private void onMessage(Connection connection, Message message) {
        if (stopped) {
            return;
        }
        if (message instanceof MOSDOpReply reply) {
            onReply(connection, reply);
        } else if (message instanceof MOSDMap map) {
            try {
                onMap(map);
            } catch (Throwable e) {
                mapFailed(map, e);
            }
        } else if (message instanceof MOSDBackoff backoff) {
            sessions.onBackoff(connection, backoff);
        }
    }

    /** A map cannot be taken: whoever waits for one is told, as the next may fail too. */
    private void mapFailed(MOSDMap message, Throwable cause) {
        Failures.log(log, "{} cannot be taken", message, cause);
        maps.fail(broke(cause));
        for (Op<?> op : List.copyOf(inflight.values())) {
            if (op.session == null && !op.isDone()) {
                forget(op);
                op.broke(cause, "it waits for a map that cannot be taken");
            }
        }
    }

    @Override
    public void msHandleReset(Connection connection) {
        center.submit(() -> sessions.onReset(connection));
    }

    @Override
    public void msHandleFault(Connection connection, Throwable cause) {
        center.submit(() -> onFault(connection, cause));
    }

    private void onFault(Connection connection, Throwable cause) {
        OSDSession session = sessions.of(connection);
        if (session == null) {
            return;
        }
        session.lastFault = cause;
        sessions.onFault();
        if (Descriptors.areExhausted(cause)) {
            // Ours alone, and no OSD could help: who waits is told instead of waiting on.
            for (Op<?> op : List.copyOf(session.ops.values())) {
                forget(op);
                op.giveUp(Errno.EMFILE, String.valueOf(cause.getMessage()), cause);
            }
        }
    }

    @Override
    public boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
        if (!(message instanceof MOSDOp)) {
            return false;
        }
        long tid = message.tid();
        return center.submit(() -> failed(connection, tid, cause));
    }

    /** An answer that there is no memory for costs the operation that asked for so much. */
    @Override
    public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        return message.type() == MOSDOpReply.TYPE && center.submit(() -> failed(connection, message.tid(), cause));
    }

    private void failed(Connection connection, long tid, Throwable cause) {
        OSDSession session = sessions.of(connection);
        Op<?> op = session == null ? null : session.ops.get(tid);
        if (op != null) {
            forget(op);
            op.broke(cause, "it cannot pass the messenger");
        }
    }
}
