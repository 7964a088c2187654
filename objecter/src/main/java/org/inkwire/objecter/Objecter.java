// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
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
 * requires it, until an answer arrives or the deadline passes. Any thread, unless a method says otherwise. Ceph: {@code
 * src/osdc/Objecter.h}, v16.2.15.
 *
 * <p>The life of an operation: the throttle admits it; it gets a tid; {@link OpTarget} finds its OSD in the map; the
 * session with that OSD is opened if there is none yet; the message is sent. A resent message has the same tid and a
 * higher retry attempt: the OSD applies it once, and answers to earlier attempts are ignored. An operation waits while
 * it has no OSD (none up, or no map yet), is held by full or pause flags, or falls under an OSD's backoff. The Objecter
 * requests newer maps as long as an operation waits for one. A pool missing from the map is an error only once the map
 * is as new as the monitor's.
 *
 * <p>Operations on one object are sent in the order in which they were submitted, also after a wait and when they are
 * resent.
 *
 * <p>Threads. Everything is guarded by one lock, the {@link Gate}, and done at once: the submitting thread finds the
 * target and sends, the messenger's worker that brings the answer takes the operation out, the one that brings a backoff
 * notes it. The center has what remains: maps, timers, lost sessions and the MonClient.
 *
 * <p>Stages complete on {@link ObjecterConfig#completions}. Without it they complete where the outcome is known: on the
 * worker that brings the answer, on the thread that calls {@link #shutdown}, else on the center (a timeout, a map). Only
 * an operation that fails as soon as an answer has made room for it ends on the worker of that answer. Stages never
 * complete in the call that created them, unless the Objecter was shut down before. They complete in no order, but those
 * of one connection's answers in the order of these, if the executor keeps it.
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

    private final EventCenter center;
    private final MonClient monClient;
    private final ObjecterConfig config;
    private final Completions completions;
    private final Gate gate;
    private final OpThrottle throttle;
    private final MapKeeper maps;
    private final Whereabouts whereabouts;
    private final HeldOps held = new HeldOps();
    private final OSDSessions sessions;
    private final Deadlines deadlines;
    private final CenterCalls calls;
    private long lastTid;
    /** Whether {@link #admitWaiting} runs. */
    private boolean admitting;

    private EventCenter.@Nullable Timer tick;
    /** When the next tick is due: a monotonic time. */
    private long nextTick;
    /** Written with the Gate, read on any thread. */
    private volatile boolean stopped;

    public Objecter(EventCenter center, Messenger messenger, MonClient monClient, ObjecterConfig config) {
        this(center, messenger, monClient, config, new OpTable());
    }

    /** @param homeless empty: for the operations that no session has */
    Objecter(EventCenter center, Messenger messenger, MonClient monClient, ObjecterConfig config, OpTable homeless) {
        this.center = center;
        this.monClient = monClient;
        this.config = config;
        this.completions = new Completions(config.completions());
        this.gate = new Gate(center, completions);
        this.throttle = new OpThrottle(config.inflightOps(), config.inflightOpBytes());
        this.maps = new MapKeeper(center, gate, monClient);
        this.whereabouts = new Whereabouts(monClient, throttle, maps);
        this.sessions = new OSDSessions(center, gate, messenger, maps, homeless, this::sendAgain);
        this.deadlines = new Deadlines(center, this::onDeadlines);
        this.calls = new CenterCalls(center, gate, completions, monClient, maps);
    }

    // ---- any thread

    /** As {@link #submit(OpRequest, BiFunction)}, for a {@code decode} that does not need the request. */
    public <T> CompletionStage<T> submit(OpRequest request, Function<MOSDOpReply, T> decode) {
        Objects.requireNonNull(decode);
        return submit(request, (ignored, reply) -> decode.apply(reply));
    }

    /**
     * Runs an operation on one object.
     *
     * @param decode turns the answer (borrowed, on a worker of the messenger) into the result; an exception it throws
     *     fails the stage. Also called for negative results
     * @return fails with {@link RadosException}
     */
    public <T> CompletionStage<T> submit(OpRequest request, BiFunction<OpRequest, MOSDOpReply, T> decode) {
        Op<T> op = new Op<>(request, Objects.requireNonNull(decode), completions, gate);
        boolean late = stopped;
        gate.lock();
        try {
            arrive(op);
        } catch (Throwable e) {
            failed(op, e);
        } finally {
            if (late) {
                gate.unlock();
            } else {
                gate.unlockAndDefer();
            }
        }
        return op.future;
    }

    /**
     * Lists a placement group from a position.
     *
     * @param at pool, namespace and hash of the position
     */
    public <T> CompletionStage<T> submitListing(
            ObjectLocator at, int max, HObject position, Duration timeout, Function<MOSDOpReply, T> decode) {
        List<OSDOp> ops = List.of(OSDOps.pgnls(max, position, maps.epoch()));
        return submit(new OpRequest(at, "", ops, OsdFlag.READ | OsdFlag.IGNORE_OVERLAY, timeout), decode);
    }

    /** Applies {@code use} to the current map as soon as there is one; {@code use} runs where stages complete. */
    public <T> CompletionStage<T> withMap(Function<OSDMap, T> use) {
        return waitForMap(1).thenApply(use);
    }

    /** Completes with the map once it has reached {@code epoch}. */
    public CompletionStage<OSDMap> waitForMap(long epoch) {
        return calls.waitForMap(epoch);
    }

    /** Completes with the map once it is as new as the monitor's is at the time of the call. */
    public CompletionStage<OSDMap> waitForLatestMap() {
        return calls.waitForLatestMap();
    }

    /**
     * Makes a call that must run on the center, such as one to the MonClient.
     *
     * @return completes where this Objecter's stages complete
     */
    public <T> CompletionStage<T> onCenter(Supplier<CompletionStage<T>> call) {
        return calls.onCenter(call);
    }

    /** Runs a step of one operation, unless it is done: what it throws costs that operation and nothing else. */
    private void step(Op<?> op, Consumer<Op<?>> step) {
        gate.lock();
        try {
            if (!op.isDone()) {
                step.accept(op);
            }
        } catch (Throwable e) {
            failed(op, e);
        } finally {
            gate.unlock();
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

    // ---- set-up

    /** Requests the map and starts ticking. On the center. */
    public void start() {
        center.assertInThread();
        gate.run(() -> {
            maps.request();
            scheduleTick();
        });
    }

    /** Fails all operations in flight and closes the sessions. Any thread; idempotent. */
    public void shutdown() {
        gate.run(() -> {
            if (stopped) {
                return;
            }
            stopped = true;
            calls.shutdown();
            EventCenter.Timer timer = tick;
            if (timer != null) {
                timer.cancel();
            }
            deadlines.shutdown();
            List<Op<?>> open = sessions.allOps();
            open.addAll(throttle.drain());
            sessions.shutdown();
            for (Op<?> op : open) {
                if (!op.isDone()) {
                    op.giveUp(Errno.ESHUTDOWN, CenterCalls.SHUT_DOWN);
                }
            }
            maps.shutdown();
        });
    }

    /** The current map; null before the first one. */
    public @Nullable OSDMap osdMap() {
        return maps.map();
    }

    /** Current values of the counters. */
    public Gauges gauges() {
        gate.lock();
        try {
            return new Gauges(
                    throttle.inflightOps(),
                    throttle.inflightBytes(),
                    throttle.waitingOps(),
                    sessions.size(),
                    maps.epoch());
        } finally {
            gate.unlockAndDefer();
        }
    }

    /** Load of the Objecter. */
    public record Gauges(int inflightOps, long inflightBytes, int waitingOps, int sessions, long mapEpoch) {}

    // ---- an operation; with the Gate

    private void arrive(Op<?> op) {
        if (stopped) {
            op.giveUp(Errno.ESHUTDOWN, CenterCalls.SHUT_DOWN);
            return;
        }
        if (op.request.isWrite()) {
            Instant given = op.request.mtime();
            op.mtime = UTime.of(given != null ? given : config.wallClock().instant());
        }
        if (op.timeoutNanos != 0) {
            deadlines.watch(op);
        }
        if (throttle.admit(op)) {
            admitted(op);
        }
    }

    private void onDeadlines() {
        gate.run(() -> {
            if (!stopped) {
                deadlines.expire(this::open, op -> step(op, this::onDeadline));
            }
        });
    }

    /** All operations, as views. */
    private List<Collection<Op<?>>> open() {
        List<Collection<Op<?>>> open = sessions.tables();
        open.add(throttle.waiting());
        return open;
    }

    private void onDeadline(Op<?> op) {
        String text = "no answer within " + Timeouts.text(op.request.timeout()) + ": " + whereabouts.of(op);
        log.debug("{}: {}", op, text);
        forget(op);
        op.giveUp(Errno.ETIMEDOUT, text);
    }

    private void admitted(Op<?> op) {
        op.tid = ++lastTid;
        sessions.file(op);
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
        sessions.unfile(op);
        if (throttle.release(op)) {
            admitWaiting();
        }
    }

    private void admitWaiting() {
        if (admitting) {
            // One that failed at once has made room: the loop below sees it.
            return;
        }
        admitting = true;
        try {
            for (Op<?> next = throttle.next(); next != null; next = throttle.next()) {
                try {
                    admitted(next);
                } catch (Throwable e) {
                    failed(next, e);
                }
            }
        } finally {
            admitting = false;
        }
    }

    private void sendAgain(Op<?> op) {
        step(op, this::send);
    }

    /** Sends the operation to its target, or leaves it where the event that unblocks it will find it. */
    private void send(Op<?> op) {
        OSDMap map = maps.map();
        OSDSession session = map == null ? null : sessionOf(op, map);
        sessions.move(op, session);
        if (map == null || session == null) {
            maps.request();
        } else if (op.target.isPaused()) {
            held.held(op, map);
            maps.request();
        } else if (!session.resting && !session.holds(op)) {
            Message message = message(op, session.connection);
            op.attempts++;
            op.sentBefore = nextTick;
            session.connection.sendMessage(message);
        }
    }

    /** The session with the target, opened if there is none; null if the target cannot be reached now. */
    private @Nullable OSDSession sessionOf(Op<?> op, OSDMap map) {
        int osd = op.target.osd();
        OSDSession known = sessions.get(osd);
        return known != null ? known : osd != OpTarget.NO_OSD && isReachable(map, osd) ? sessions.open(map, osd) : null;
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
        int attempt = op.attempts;
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

    /** On the connection's worker: the operation ends here. */
    private void onReply(Connection connection, MOSDOpReply reply) {
        Op<?> answered;
        gate.lock();
        try {
            answered = stopped ? null : answered(connection, reply);
        } finally {
            gate.unlock();
        }
        if (answered != null) {
            answered.complete(reply);
        }
    }

    /** The operation that the answer ends, taken out and claimed; null if it ends none. */
    private @Nullable Op<?> answered(Connection connection, MOSDOpReply reply) {
        OSDSession session = sessions.of(connection);
        Op<?> op = session == null ? null : session.ops.get(reply.tid());
        if (session == null || op == null) {
            log.debug("unexpected {} from {}", reply, connection);
            return null;
        }
        if (reply.retryAttempt() >= 0 && reply.retryAttempt() != op.attempts - 1) {
            log.debug("{}: ignoring an answer to attempt {}, {} were sent", op, reply.retryAttempt(), op.attempts);
            return null;
        }
        session.lastFault = null;
        try {
            if (mustGoAgain(op, reply)) {
                return null;
            }
            forget(op);
        } catch (Throwable e) {
            failed(op, e);
            return null;
        }
        op.claim();
        return op;
    }

    /** Whether the answer is no answer yet: it sends the operation elsewhere, or tells it to try again. */
    private boolean mustGoAgain(Op<?> op, MOSDOpReply reply) {
        RequestRedirect redirect = reply.redirect();
        if (redirect != null) {
            op.target.redirect(redirect);
            renumber(op);
            retarget(op);
        } else if (reply.result() == Errno.EAGAIN.result()) {
            op.target.primaryOnly();
            renumber(op);
            long delay = AGAIN_NANOS * Math.min(op.attempts, AGAIN_MAX_MULTIPLE);
            center.schedule(delay, () -> step(op, this::retarget));
        } else {
            return false;
        }
        return true;
    }

    /** Makes it a new request to the OSDs, so that they do not answer it from their record of the old one. */
    private void renumber(Op<?> op) {
        sessions.unfile(op);
        op.tid = ++lastTid;
        sessions.file(op);
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
        sessions.move(op, null);
        if (op.poolGoneAt != 0) {
            checkPoolGone(op);
        } else if (center.inThread()) {
            askForPool(op);
        } else if (!center.submit(() -> step(op, this::askForPool))) {
            forget(op);
            op.giveUp(Errno.ESHUTDOWN, CenterCalls.SHUT_DOWN);
        }
    }

    /** On the center. */
    private void askForPool(Op<?> op) {
        monClient
                .getVersion("osdmap")
                .whenComplete((versions, failure) -> step(op, asking -> {
                    if (failure != null) {
                        forget(asking);
                        asking.giveUp(
                                Errno.ETIMEDOUT,
                                "cannot ask a monitor whether the pool exists: " + failure.getMessage());
                        return;
                    }
                    asking.poolGoneAt = versions.newest();
                    checkPoolGone(asking);
                }));
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

    // ---- maps; on the center

    private void onMap(MOSDMap message) {
        if (stopped) {
            return;
        }
        try {
            List<OSDMap> newer = maps.decode(message);
            gate.run(() -> onMap(message, newer));
        } catch (Throwable e) {
            gate.run(() -> mapFailed(message, e));
        }
    }

    private void onMap(MOSDMap message, List<OSDMap> decoded) {
        MapChange change = new MapChange(sessions);
        boolean newer = maps.apply(message, decoded, change);
        OSDMap map = maps.map();
        if (newer && map != null) {
            // First, as whatever is sent from here on goes to the sessions that remain.
            sessions.closeStale(map, change.resend);
        }
        change.broken.forEach(this::failed);
        if (!newer || map == null) {
            return;
        }
        for (Op<?> op : change.missing) {
            if (!op.isDone() && map.pool(op.target.basePool()) == null) {
                change.resend.remove(op);
                step(op, this::poolMissing);
            }
        }
        for (Op<?> op : change.resend) {
            if (!op.isDone()) {
                log.debug("{} goes to osd.{} by map {}", op, op.target.osd(), map.epoch());
                step(op, this::send);
            }
        }
        held.onMap(sessions.hasPaused());
        maps.requestIfNeeded(needsMaps(map));
    }

    /** Whether an operation waits that only a newer map can unblock. */
    private boolean needsMaps(OSDMap map) {
        return map.hasFlag(OSDMapFlags.FULL)
                || map.hasFlag(OSDMapFlags.PAUSERD)
                || map.hasFlag(OSDMapFlags.PAUSEWR)
                || sessions.hasHomeless()
                || sessions.hasPaused();
    }

    // ---- time

    private void scheduleTick() {
        long interval = config.tickInterval().toNanos();
        nextTick = center.nanoTime() + interval;
        tick = center.schedule(interval, () -> gate.run(this::onTick));
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
            for (Op<?> op : session.ops.all()) {
                if (op.attempts > 0 && op.sentBefore - laggyBefore <= 0) {
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
        if (message instanceof MOSDOpReply reply) {
            onReply(connection, reply);
        } else if (message instanceof MOSDBackoff backoff) {
            gate.run(() -> {
                if (!stopped) {
                    sessions.onBackoff(connection, backoff);
                }
            });
        } else if (message instanceof MOSDMap map) {
            map.retain();
            boolean queued = center.submit(() -> {
                try {
                    onMap(map);
                } finally {
                    map.release();
                }
            });
            if (!queued) {
                map.release();
            }
        }
    }

    /** A map cannot be taken: whoever waits for one is told, as the next may fail too. */
    private void mapFailed(MOSDMap message, Throwable cause) {
        Failures.log(log, "{} cannot be taken", message, cause);
        maps.fail(CenterCalls.broke(cause));
        for (Op<?> op : sessions.homeless()) {
            if (!op.isDone()) {
                forget(op);
                op.broke(cause, "it waits for a map that cannot be taken");
            }
        }
    }

    @Override
    public void msHandleReset(Connection connection) {
        center.submit(() -> gate.run(() -> sessions.onReset(connection)));
    }

    @Override
    public void msHandleFault(Connection connection, Throwable cause) {
        center.submit(() -> gate.run(() -> onFault(connection, cause)));
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
            for (Op<?> op : session.ops.inOrder()) {
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
        return center.submit(() -> gate.run(() -> failed(connection, tid, cause)));
    }

    /** An answer that there is no memory for costs the operation that asked for so much. */
    @Override
    public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        return message.type() == MOSDOpReply.TYPE
                && center.submit(() -> gate.run(() -> failed(connection, message.tid(), cause)));
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
