// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.message.mon.MConfig;
import org.inkwire.cluster.message.mon.MGetPoolStats;
import org.inkwire.cluster.message.mon.MGetPoolStatsReply;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.cluster.message.mon.MMonGetVersion;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.cluster.message.mon.MMonSubscribeAck;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MPoolOpReply;
import org.inkwire.cluster.message.mon.MStatfs;
import org.inkwire.cluster.message.mon.MStatfsReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with one of the monitors, for a client or a daemon. Confined to its EventCenter: every public
 * method except the {@code ms*} ones must be called there, and every stage completes there. Ceph: {@code
 * src/mon/MonClient.h}, v16.2.15; protocol: mon section 5.
 *
 * <p>Without a session it hunts: it dials several monitors at once, in random order, keeps the first that becomes ready
 * and drops the others. If a round finds none, another follows, after an interval that grows up to a multiple. Each new
 * session begins with MMonGetMap and MMonSubscribe for everything still wanted, from the version after the last one
 * received; then unanswered requests are resent, oldest first. A command that changes something can therefore run twice
 * when a session is lost, as with Ceph's own client.
 *
 * <p>Setup: construct it, register {@link #handle handlers} and listeners, add it to the messenger's dispatchers, call
 * {@link #start}.
 */
public final class MonClient implements Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(MonClient.class);

    /** Bound on the messages that wait for a session. A daemon that reaches it has been without a monitor for hours. */
    private static final int MAX_WAITING = 4096;

    /** A session that ends before this age is followed by another only after this delay. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final List<Integer> OWN_TYPES = List.of(
            MMonMap.TYPE,
            MConfig.TYPE,
            MMonCommandAck.TYPE,
            MMonGetVersionReply.TYPE,
            MMonSubscribeAck.TYPE,
            MPoolOpReply.TYPE,
            MStatfsReply.TYPE,
            MGetPoolStatsReply.TYPE);

    /** What {@link #request} sends, and the answers that echo its tid. */
    private static final Set<Integer> REQUEST_TYPES =
            Set.of(MMonCommand.TYPE, MPoolOp.TYPE, MStatfs.TYPE, MGetPoolStats.TYPE);

    private static final Set<Integer> REPLY_TYPES =
            Set.of(MMonCommandAck.TYPE, MPoolOpReply.TYPE, MStatfsReply.TYPE, MGetPoolStatsReply.TYPE);

    /** Newest and oldest version of a map that a monitor has. */
    public record Versions(long newest, long oldest) {}

    private final EventCenter center;
    private final Messenger messenger;
    private final MonClientConfig config;
    private final MonAuth auth;
    private final MonSub sub = new MonSub();
    private final Map<Integer, BiConsumer<Connection, Message>> handlers = new LinkedHashMap<>();
    private final List<Runnable> sessionListeners = new ArrayList<>();
    private final List<Consumer<Map<String, String>>> configListeners = new ArrayList<>();

    /** Dialled, not yet ready. */
    private final Map<Connection, EntityAddrVec> pending = new LinkedHashMap<>();

    private final HuntLog hunts = new HuntLog();
    private final MonRequests requests;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private @Nullable Connection active;
    private @Nullable MonMap monMap;
    private EventCenter.@Nullable Timer tick;
    private double huntMultiple = 1;
    private long sessionStartNanos;
    private boolean started;
    private boolean stopped;

    public MonClient(EventCenter center, Messenger messenger, MonAuth auth, MonClientConfig config) {
        this.center = center;
        this.messenger = messenger;
        this.auth = auth;
        this.config = config;
        this.requests = new MonRequests(center, this::whereabouts);
    }

    // ---- set-up

    /**
     * Delivers messages of one type to {@code handler} on the center, whoever the sender. Call before {@link #start}.
     *
     * @param handler receives the message, borrowed
     * @throws IllegalArgumentException for a type this class handles itself
     */
    public void handle(int type, BiConsumer<Connection, Message> handler) {
        if (OWN_TYPES.contains(type)) {
            throw new IllegalArgumentException("MonClient handles message type " + type + " itself");
        }
        handlers.put(type, handler);
    }

    /** Runs {@code listener} on the center after each new session's greeting is sent. Call before {@link #start}. */
    public void onSession(Runnable listener) {
        sessionListeners.add(listener);
    }

    /** Delivers the options of each MConfig to {@code listener} on the center. Call before {@link #start}. */
    public void onConfig(Consumer<Map<String, String>> listener) {
        configListeners.add(listener);
    }

    /** Starts hunting. The messenger must already be started. */
    public void start() {
        center.assertInThread();
        if (started) {
            throw new IllegalStateException("MonClient of " + config.name() + " is started");
        }
        started = true;
        sub.want("config", 0, 0);
        sub.want("monmap", 0, 0);
        if (usableMonitors().isEmpty()) {
            giveUp(new RadosException.NotSent(
                    Errno.EOPNOTSUPP,
                    "no monitor has a msgr2 address, and msgr v1 is not spoken: " + config.monHosts()));
        }
        hunt();
    }

    private void giveUpIf(@Nullable RadosException cause) {
        if (cause != null && !ready.isDone()) {
            giveUp(cause);
        }
    }

    /** Waiting on is of no use: who waits for the first session, or for an answer, is told why. */
    private void giveUp(RadosException cause) {
        log.error("{}: {}", config.name(), cause.getMessage());
        requests.fail(cause);
        ready.completeExceptionally(cause);
    }

    /** How things stand with the monitors, for error texts. On the center. */
    public String whereabouts() {
        Connection connection = active;
        return connection != null ? "session with monitor " + connection.peerAddr() : "no session; " + hunts;
    }

    /** Ends the session and fails everything that waits. Idempotent. */
    public void shutdown() {
        center.assertInThread();
        if (stopped) {
            return;
        }
        stopped = true;
        cancelTick();
        dropConnections();
        waiting.forEach(Message::release);
        waiting.clear();
        requests.shutdown();
        ready.completeExceptionally(new RadosException.NotSent(Errno.ESHUTDOWN, "the client was shut down"));
    }

    // ---- state

    /** Completes when the first session is ready and the MonMap is known. Any thread. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** 0 until a monitor assigns one. Any thread. */
    public long globalId() {
        return auth.globalId();
    }

    /** Null until the first one arrives. */
    public @Nullable MonMap monMap() {
        center.assertInThread();
        return monMap;
    }

    /** @throws IllegalStateException before the first MonMap */
    public UUID fsid() {
        MonMap map = monMap();
        if (map == null) {
            throw new IllegalStateException("no MonMap yet");
        }
        return map.fsid();
    }

    /** Whether a session is ready now. */
    public boolean hasSession() {
        center.assertInThread();
        return active != null && monMap != null;
    }

    /** Whether this is the current session's connection. */
    public boolean isActive(Connection connection) {
        center.assertInThread();
        return connection.equals(active);
    }

    // ---- subscriptions

    /**
     * Subscribes to {@code what} ({@code osdmap}, {@code mgrmap}, …) from a version on; {@link #renewSubs} sends it.
     *
     * @param start 0: the latest
     * @param onetime ends with the first answer
     * @return whether there is something new to send
     */
    public boolean subWant(String what, long start, boolean onetime) {
        center.assertInThread();
        return sub.want(what, start, onetime ? MonSub.ONETIME : 0);
    }

    /** As {@link #subWant}, but does not ask again for what was already requested from that version on. */
    public boolean subRaise(String what, long start, boolean onetime) {
        center.assertInThread();
        return sub.raise(what, start, onetime ? MonSub.ONETIME : 0);
    }

    /** Records that {@code version} was received: the subscription continues after it, or ends. */
    public void subGot(String what, long version) {
        center.assertInThread();
        sub.got(what, version);
    }

    public void subUnwant(String what) {
        center.assertInThread();
        sub.unwant(what);
    }

    /** Sends new subscriptions, now or once there is a session. */
    public void renewSubs() {
        center.assertInThread();
        Connection connection = active;
        if (connection != null && sub.haveNew()) {
            connection.sendMessage(subscribe());
        }
    }

    private Message subscribe() {
        Map<String, MMonSubscribe.Item> what = new TreeMap<>();
        sub.takeNew().forEach((name, want) -> what.put(name, new MMonSubscribe.Item(want.start(), want.flags())));
        return new MMonSubscribe(what, config.hostname());
    }

    // ---- requests

    /**
     * Sends a message that has no answer, now or with the next session. It is lost if its session is lost; a sender
     * that needs delivery resends it from {@link #onSession}.
     *
     * @param message taken
     */
    public void sendMonMessage(Message message) {
        center.assertInThread();
        Connection connection = active;
        if (stopped) {
            message.release();
        } else if (connection != null && monMap != null) {
            connection.sendMessage(message);
        } else {
            if (waiting.size() == MAX_WAITING) {
                log.warn("{}: {} messages wait for a monitor, dropping {}", config.name(), MAX_WAITING, waiting.peek());
                waiting.removeFirst().release();
            }
            waiting.addLast(message);
        }
    }

    /**
     * Sends a request and completes with its answer, across as many sessions as it takes.
     *
     * @param what for error messages
     * @param build builds the message; called for each attempt, once the fsid is known. This class sets the tid
     * @param replyType of the answer, which echoes the tid
     * @param decode receives the answer, borrowed
     * @param timeout zero: none
     * @return fails with {@link RadosException}
     */
    public <T> CompletionStage<T> request(
            String what, Supplier<Message> build, int replyType, Function<Message, T> decode, Duration timeout) {
        center.assertInThread();
        return begin(requests.nextTid(), new MonRequest<>(what, build, replyType, decode), timeout);
    }

    private <T> CompletionStage<T> begin(long tid, MonRequest<T> request, Duration timeout) {
        requests.begin(tid, request, timeout);
        Connection connection = active;
        if (connection != null && monMap != null) {
            requests.send(tid, connection);
        }
        return request.future;
    }

    /** {@link #command(List, byte[], Duration)} within {@code rados_mon_op_timeout}. */
    public CompletionStage<CommandResult> command(List<String> cmd, byte[] input) {
        return command(cmd, input, config.opTimeout());
    }

    /**
     * Runs a monitor command.
     *
     * @param cmd one JSON object, as a list of lines
     * @param input the command's input: not copied
     * @param timeout zero: none
     * @return a negative errno is a result, not a failure of the stage
     */
    public CompletionStage<CommandResult> command(List<String> cmd, byte[] input, Duration timeout) {
        List<String> lines = List.copyOf(cmd);
        return request(
                "command " + String.join("", lines),
                () -> new MMonCommand(0, fsid(), lines, Unpooled.wrappedBuffer(input)),
                MMonCommandAck.TYPE,
                reply -> {
                    MMonCommandAck ack = (MMonCommandAck) reply;
                    return new CommandResult(ack.result(), ack.status(), ByteBufUtil.getBytes(ack.data()));
                },
                timeout);
    }

    /** Versions of {@code what} ({@code osdmap}, {@code monmap}, …) that the monitor has. */
    public CompletionStage<Versions> getVersion(String what) {
        center.assertInThread();
        long handle = requests.nextTid();
        return begin(
                handle,
                new MonRequest<>(
                        "version of " + what,
                        () -> new MMonGetVersion(handle, what),
                        MMonGetVersionReply.TYPE,
                        reply -> {
                            MMonGetVersionReply r = (MMonGetVersionReply) reply;
                            return new Versions(r.version(), r.oldestVersion());
                        }),
                config.opTimeout());
    }

    // ---- hunting

    private void hunt() {
        dropConnections();
        scheduleTick(Math.round(config.hunt().interval().toNanos() * huntMultiple));
        for (EntityAddrVec addrs : chooseMonitors()) {
            Connection connection = messenger.connectTo(EntityType.MON, addrs);
            pending.put(connection, addrs);
            hunts.dialled(addrs);
            log.debug("{}: hunting, connecting to monitor {}", config.name(), addrs);
        }
    }

    private List<EntityAddrVec> chooseMonitors() {
        List<EntityAddrVec> candidates = usableMonitors();
        for (int i = candidates.size() - 1; i > 0; i--) {
            int j = config.random().nextInt(i + 1);
            EntityAddrVec swapped = candidates.get(i);
            candidates.set(i, candidates.get(j));
            candidates.set(j, swapped);
        }
        int parallel = config.hunt().parallel() == 0
                ? candidates.size()
                : config.hunt().parallel();
        return candidates.subList(0, Math.min(parallel, candidates.size()));
    }

    private List<EntityAddrVec> usableMonitors() {
        List<EntityAddrVec> usable = new ArrayList<>();
        for (EntityAddrVec addrs : knownMonitors()) {
            if (addrs.msgr2().isPresent()) {
                usable.add(addrs);
            } else {
                log.debug("{}: monitor {} has no msgr2 address, ignoring it", config.name(), addrs);
            }
        }
        return usable;
    }

    private List<EntityAddrVec> knownMonitors() {
        MonMap map = monMap;
        if (map == null) {
            return config.monHosts();
        }
        List<EntityAddrVec> addrs = new ArrayList<>();
        map.mons().values().forEach(mon -> addrs.add(mon.addrs()));
        return addrs;
    }

    private void dropConnections() {
        Connection connection = active;
        active = null;
        List<Connection> dialled = new ArrayList<>(pending.keySet());
        pending.clear();
        dialled.forEach(Connection::markDown);
        if (connection != null) {
            connection.markDown();
        }
    }

    private void onConnect(Connection connection) {
        if (stopped || active != null || pending.remove(connection) == null) {
            return;
        }
        List<Connection> losers = new ArrayList<>(pending.keySet());
        pending.clear();
        losers.forEach(Connection::markDown);
        active = connection;
        hunts.connected(connection.peerAddrs());
        huntMultiple = Math.max(
                config.hunt().minMultiple(), huntMultiple / config.hunt().backoff());
        sessionStartNanos = center.nanoTime();
        auth.adopt(connection.peerGlobalId());
        if (messenger.entityName().is(EntityType.CLIENT)) {
            messenger.entityName(EntityName.client(auth.globalId()));
        }
        log.info("{}: session with monitor {}, global id {}", config.name(), connection.peerAddr(), auth.globalId());
        sub.reload();
        // Request the map even if nothing is known to be new: it carries the fsid and the other monitors.
        sub.want("config", 0, 0);
        connection.sendMessage(new MMonGetMap());
        connection.sendMessage(subscribe());
        if (monMap != null) {
            beginSession(connection);
        }
        scheduleTick(config.ping().interval().toNanos());
    }

    /** Sends everything that waited; the session is ready and the fsid is known. */
    private void beginSession(Connection connection) {
        requests.sendAll(connection);
        while (!waiting.isEmpty()) {
            connection.sendMessage(waiting.removeFirst());
        }
        ready.complete(null);
        for (Runnable listener : sessionListeners) {
            contained(listener);
        }
    }

    /** A listener that throws costs nothing else. */
    private void contained(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable e) {
            Failures.log(log, "{}: a listener failed", config.name(), e);
            center.reportFailure(e);
        }
    }

    private void onReset(Connection connection) {
        if (stopped) {
            return;
        }
        if (connection.equals(active)) {
            log.info("{}: lost monitor {}, hunting for another", config.name(), connection.peerAddr());
            sub.reload();
            long age = center.nanoTime() - sessionStartNanos;
            if (age >= REST_NANOS) {
                hunt();
            } else {
                // Whatever ended it may end the next one at once, too.
                dropConnections();
                scheduleTick(REST_NANOS - age);
            }
        } else {
            pending.remove(connection);
        }
    }

    private void scheduleTick(long delayNanos) {
        cancelTick();
        tick = center.schedule(delayNanos, this::onTick);
    }

    private void cancelTick() {
        EventCenter.Timer timer = tick;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void onTick() {
        if (stopped) {
            return;
        }
        scheduleTick(config.ping().interval().toNanos());
        Connection connection = active;
        if (connection == null) {
            giveUpIf(hunts.roundEnded());
            huntMultiple = Math.min(
                    config.hunt().maxMultiple(), huntMultiple * config.hunt().backoff());
            hunt();
            return;
        }
        long lastHeard = Math.max(sessionStartNanos, connection.lastKeepaliveAckNanos());
        long silence = center.nanoTime() - lastHeard;
        if (!config.ping().timeout().isZero()
                && silence > config.ping().timeout().toNanos()) {
            log.info("{}: monitor {} is silent, hunting for another", config.name(), connection.peerAddr());
            sub.reload();
            hunt();
            return;
        }
        connection.sendKeepalive();
    }

    // ---- messages

    @Override
    public boolean msCanFastDispatch(Message message) {
        return OWN_TYPES.contains(message.type()) || handlers.containsKey(message.type());
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

    @Override
    public void msHandleConnect(Connection connection) {
        center.submit(() -> onConnect(connection));
    }

    @Override
    public void msHandleReset(Connection connection) {
        center.submit(() -> onReset(connection));
    }

    @Override
    public void msHandleFault(Connection connection, Throwable cause) {
        center.submit(() -> onFault(connection, cause));
    }

    private void onFault(Connection connection, Throwable cause) {
        EntityAddrVec monitor = pending.get(connection);
        if (stopped || monitor == null) {
            return;
        }
        giveUpIf(hunts.failed(monitor, cause, Set.copyOf(pending.values())));
    }

    @Override
    public boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
        long tid = message.tid();
        return REQUEST_TYPES.contains(message.type()) && center.submit(() -> requests.broke(tid, cause));
    }

    @Override
    public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        return REPLY_TYPES.contains(message.type()) && center.submit(() -> requests.broke(message.tid(), cause));
    }

    private void onMessage(Connection connection, Message message) {
        if (stopped) {
            return;
        }
        BiConsumer<Connection, Message> handler = handlers.get(message.type());
        if (handler != null) {
            handler.accept(connection, message);
        } else if (!connection.equals(active)) {
            log.debug("{}: ignoring {} of an old session", config.name(), message);
        } else if (message instanceof MMonMap m) {
            onMonMap(connection, m);
        } else if (message instanceof MConfig m) {
            for (Consumer<Map<String, String>> listener : configListeners) {
                contained(() -> listener.accept(m.options()));
            }
        } else if (message instanceof MMonGetVersionReply r) {
            onReply(r.handle(), message);
        } else {
            onReply(message.tid(), message);
        }
    }

    private void onMonMap(Connection connection, MMonMap message) {
        MonMap newer;
        try {
            newer = MonMap.decode(message.monmap());
        } catch (RuntimeException | StackOverflowError e) {
            log.error("{}: monitor {} sent a bad MonMap", config.name(), connection.peerAddr(), e);
            onReset(connection);
            return;
        }
        MonMap known = monMap;
        boolean first = known == null;
        if (known == null || newer.epoch() >= known.epoch()) {
            monMap = newer;
        }
        sub.got("monmap", newer.epoch());
        if (first) {
            beginSession(connection);
        }
    }

    private void onReply(long tid, Message message) {
        if (!requests.onReply(tid, message)) {
            log.debug("{}: unexpected {}", config.name(), message);
        }
    }
}
