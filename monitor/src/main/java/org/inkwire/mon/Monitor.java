// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.message.mon.MGetPoolStats;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.cluster.message.mon.MLogAck;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.mon.MMonGetVersion;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MStatfs;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnaps;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGTemp;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's only monitor: rank 0, leader of a quorum of one (protocol: mon). Owns the maps, takes boots and failure
 * reports, answers subscriptions and the commands of {@code ceph}. Ceph: {@code src/mon/Monitor.cc}.
 *
 * <p>State is confined to one EventCenter. Messages are fast-dispatched and hop there in the order they came in; nothing
 * blocks. Changes are answered when the store has them.
 */
public final class Monitor implements Dispatcher {
    static final long MGRMAP_EPOCH = 1;
    static final int ELECTION_EPOCH = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

    private final String name;
    private final UUID fsid;
    private final EventCenter center;
    private final MonitorStore store;
    private final MonitorSettings settings;
    private final GlobalIds globalIds;
    private final OsdMonitor osds;
    private final FailureReports failures;
    private final OsdLifecycle lifecycle;
    private final PgCreates pgCreates;
    private final Subscriptions subscriptions;
    private final Pools pools;
    private final ConfigDatabase config = new ConfigDatabase();
    private final KeyValues keyValues = new KeyValues();
    private final OsdMetadata osdMetadata = new OsdMetadata();
    private final PgStatsMap pgStats = new PgStatsMap();
    private final ClusterLog log = new ClusterLog();
    private final Health health;
    private final CommandTable commands = CommandTable.standard();
    private final Map<Connection, MonSession> sessions = new LinkedHashMap<>();
    private @Nullable MonMap monMap;
    private @Nullable Messenger messenger;
    private EventCenter.@Nullable Timer tick;
    private long startedNanos;
    private long logSeq;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    /** Commands from within the process. */
    private final Map<Long, CompletableFuture<CommandResult>> unanswered = new ConcurrentHashMap<>();

    private final AtomicLong commandsTaken = new AtomicLong();

    private volatile @Nullable Throwable failure;
    private boolean stopped;

    /**
     * @param name without {@code mon.}, such as {@code a}
     * @param center confines all state; its thread must be this monitor's own
     */
    public Monitor(String name, UUID fsid, EventCenter center, MonitorStore store, MonitorSettings settings) {
        this.name = name;
        this.fsid = fsid;
        this.center = center;
        this.store = store;
        this.settings = settings;
        this.globalIds = new GlobalIds(this);
        this.osds = new OsdMonitor(this, center);
        this.failures = new FailureReports(this, osds);
        this.lifecycle = new OsdLifecycle(this, osds, failures);
        this.pgCreates = new PgCreates(this);
        this.subscriptions = new Subscriptions(this, pgCreates);
        this.pools = new Pools(this);
        this.health = new Health(this);
    }

    /** For the messenger's configuration: AUTH_NONE, handing out global ids. Any thread. */
    public AuthServer authServer() {
        return globalIds;
    }

    /**
     * Reads the store, binds the messenger and begins to serve. Any thread; once.
     *
     * @param newMessenger named {@code mon.0} with nonce 0, authenticating by {@link #authServer}, not started
     * @param port 0 picks a free one, but only for a new store: a monitor's address is for ever
     * @return the address, or why not; {@link IllegalStateException} if the store belongs to another address
     */
    public CompletionStage<EntityAddrVec> start(Messenger newMessenger, InetAddress ip, int port) {
        CompletableFuture<EntityAddrVec> serving = new CompletableFuture<>();
        center.ended().whenComplete((done, cause) -> {
            if (cause != null) {
                failure = cause;
                LOG.error("mon.{}: its thread failed, stopping", name, cause);
                end(newMessenger);
                serving.completeExceptionally(cause);
            }
        });
        store.load()
                .thenComposeAsync(stored -> startWith(newMessenger, ip, port, stored), center)
                .whenComplete((addrs, cause) -> {
                    if (cause != null) {
                        serving.completeExceptionally(cause);
                    } else {
                        serving.complete(addrs);
                    }
                });
        return serving;
    }

    private CompletionStage<EntityAddrVec> startWith(
            Messenger newMessenger, InetAddress ip, int port, NavigableMap<String, byte[]> stored) {
        messenger = newMessenger;
        startedNanos = nanoTime();
        MonMap known = StoredState.monMap(stored);
        int wanted = known != null && port == 0 ? StoredState.port(known) : port;
        newMessenger.addDispatcher(this);
        CompletionStage<EntityAddrVec> serving = newMessenger
                .bind(ip, wanted, wanted)
                .thenComposeAsync(addrs -> begin(newMessenger, addrs, known, stored), center);
        return serving.whenComplete((addrs, cause) -> {
            if (cause != null) {
                newMessenger.shutdown();
            }
        });
    }

    private CompletionStage<EntityAddrVec> begin(
            Messenger bound, EntityAddrVec addrs, @Nullable MonMap known, NavigableMap<String, byte[]> stored) {
        StoredState.check(known, fsid, addrs);
        MonMap map = known != null ? known : StoredState.newMonMap(fsid, name, addrs, UTime.of(now()));
        monMap = map;
        config.restore(StoredState.strings(stored, StoredState.KEY_CONFIG));
        applyConfig();
        keyValues.restore(StoredState.strings(stored, StoredState.KEY_VALUES));
        osdMetadata.restore(stored);
        globalIds.restore(stored);
        if (known == null) {
            store(List.of(MonitorStore.Change.put(StoredState.KEY_MONMAP, map.encode())));
        }
        osds.restore(stored);
        onNewMap(osds.map());
        // A cluster begins once its first maps are durable: nobody may have seen what a restart would make anew.
        CompletableFuture<EntityAddrVec> serving = new CompletableFuture<>();
        store(
                List.of(),
                () -> {
                    serve(bound, addrs);
                    serving.complete(addrs);
                },
                serving::completeExceptionally);
        return serving;
    }

    private void serve(Messenger bound, EntityAddrVec addrs) {
        bound.start();
        log(ClusterLog.PRIO_INFO, "mon." + name + " is new leader, mons " + name + " in quorum (ranks 0)");
        LOG.info("mon.{} serves {} at osdmap e{}", name, addrs, osds.map().epoch());
        scheduleTick();
    }

    /** Stops serving and closes the messenger. What was answered is in the store. Any thread. */
    public CompletionStage<Void> stop() {
        center.submit(this::stopHere);
        return ended.minimalCompletionStage();
    }

    private void stopHere() {
        stopped = true;
        EventCenter.Timer timer = tick;
        if (timer != null) {
            timer.cancel();
        }
        sessions.clear();
        end(messenger);
    }

    private void end(@Nullable Messenger running) {
        unanswered.values().forEach(command -> command.completeExceptionally(wasStopped()));
        CompletionStage<Void> closed = running == null ? CompletableFuture.completedStage(null) : running.shutdown();
        closed.whenComplete((done, cause) -> {
            if (cause == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(cause);
            }
        });
    }

    private IllegalStateException wasStopped() {
        return new IllegalStateException("mon." + name + " was stopped");
    }

    /** Why it stopped by itself; null if it did not. Any thread. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Completes once it serves nobody any more, for whatever reason. Any thread. */
    public CompletionStage<Void> whenStopped() {
        return ended.minimalCompletionStage();
    }

    /**
     * Result of a command.
     *
     * @param result 0 or a negative errno
     * @param data output; not copied
     */
    public record CommandResult(int result, String status, byte[] data) {}

    /**
     * Runs a command from within the process, as {@code client.admin} would by wire. Any thread.
     *
     * @return fails with {@link IllegalStateException} if the monitor stops before it has answered
     */
    public CompletionStage<CommandResult> command(String json) {
        CompletableFuture<CommandResult> done = new CompletableFuture<>();
        long number = commandsTaken.incrementAndGet();
        unanswered.put(number, done);
        done.whenComplete((result, cause) -> unanswered.remove(number));
        AuthEntityName admin = new AuthEntityName(EntityType.CLIENT, "admin");
        boolean queued = center.submit(() -> {
            if (stopped) {
                done.completeExceptionally(wasStopped());
            } else {
                run(
                        List.of(json),
                        Unpooled.EMPTY_BUFFER,
                        admin,
                        r -> done.complete(new CommandResult(r.result(), r.status(), r.data())));
            }
        });
        if (!queued) {
            done.completeExceptionally(wasStopped());
        }
        return done;
    }

    // ------------------------------------------------------------ dispatch

    @Override
    public boolean msCanFastDispatch(Message message) {
        return true;
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        message.retain();
        center.submit(() -> {
            try {
                if (!stopped) {
                    handle(connection, message);
                }
            } finally {
                message.release();
            }
        });
    }

    @Override
    public void msHandleReset(Connection connection) {
        center.submit(() -> {
            sessions.remove(connection);
            globalIds.forget(connection.peerGlobalId());
        });
    }

    @Override
    public void msHandleRemoteReset(Connection connection) {
        msHandleReset(connection);
    }

    private void handle(Connection connection, Message m) {
        if (connection.isClosed()) {
            sessions.remove(connection);
            return;
        }
        MonSession session = sessions.computeIfAbsent(
                connection, c -> new MonSession(c, osds, globalIds.nameOf(c.peerGlobalId(), c.peerName())));
        switch (m.type()) {
            case MMonGetMap.TYPE -> session.send(new MMonMap(monMap().encode()));
            case MMonSubscribe.TYPE -> subscriptions.onSubscribe(session, (MMonSubscribe) m);
            case MMonGetVersion.TYPE -> onGetVersion(session, (MMonGetVersion) m);
            case MMonGetOSDMap.TYPE -> {
                MMonGetOSDMap get = (MMonGetOSDMap) m;
                session.send(osds.ranges(get.fullFirst(), get.fullLast(), get.incFirst(), get.incLast()));
            }
            case MMonGetPurgedSnaps.TYPE -> PurgedSnaps.answer(session, (MMonGetPurgedSnaps) m, osds);
            case MMonCommand.TYPE -> onCommand(session, (MMonCommand) m);
            case MCommand.TYPE -> onTell(session, (MCommand) m);
            case MPoolOp.TYPE -> pools.onPoolOp(session, (MPoolOp) m);
            case MStatfs.TYPE -> SpaceReplies.answer(session, (MStatfs) m, this);
            case MGetPoolStats.TYPE -> SpaceReplies.answer(session, (MGetPoolStats) m, this);
            case MOSDBoot.TYPE -> lifecycle.onBoot(session, (MOSDBoot) m);
            case MOSDAlive.TYPE -> lifecycle.onAlive(session, (MOSDAlive) m);
            case MOSDFailure.TYPE -> failures.onFailure(session, (MOSDFailure) m, lifecycle);
            case MOSDMarkMeDown.TYPE -> lifecycle.onMarkMeDown(session, (MOSDMarkMeDown) m);
            case MOSDPGTemp.TYPE -> lifecycle.onPgTemp(session, (MOSDPGTemp) m);
            case MOSDBeacon.TYPE -> lifecycle.onBeacon(session, (MOSDBeacon) m);
            case MOSDFull.TYPE -> lifecycle.onFull(session, (MOSDFull) m);
            case MOSDPGStatsReport.TYPE -> onPgStats((MOSDPGStatsReport) m);
            case MLog.TYPE -> onLog(session, (MLog) m);
            default -> LOG.debug("mon.{} {} from {} is not for a monitor, dropped", name, m, session);
        }
    }

    private void onGetVersion(MonSession session, MMonGetVersion m) {
        long newest;
        long oldest;
        switch (m.what()) {
            case "osdmap" -> {
                newest = osds.map().epoch();
                oldest = osds.firstCommitted();
            }
            case "monmap" -> {
                newest = monMap().epoch();
                oldest = 1;
            }
            case "mgrmap", "fsmap", "mdsmap" -> {
                newest = 1;
                oldest = 1;
            }
            default -> {
                LOG.info("mon.{} {} asks for the version of {}", name, session, m.what());
                return;
            }
        }
        session.reply(m, new MMonGetVersionReply(m.handle(), newest, oldest));
    }

    private void onPgStats(MOSDPGStatsReport m) {
        if (m.fsid().equals(fsid) && osds.map().isUp(m.osd())) {
            pgStats.apply(m);
            pgCreates.finish();
        }
    }

    private void onLog(MonSession session, MLog m) {
        List<LogEntry> entries = m.entries();
        if (!m.fsid().equals(fsid) || entries.isEmpty()) {
            return;
        }
        entries.forEach(log::add);
        LogEntry last = entries.get(entries.size() - 1);
        session.send(new MLogAck(fsid, last.seq(), last.channel()));
    }

    // ------------------------------------------------------------ commands

    private void onCommand(MonSession session, MMonCommand m) {
        // The reply may come after the request's release.
        long tid = m.tid();
        List<String> cmd = m.cmd();
        if (!m.fsid().equals(fsid)) {
            MMonCommandAck refused =
                    new MMonCommandAck(0, -Errno.EPERM.code(), "wrong fsid", cmd, Unpooled.EMPTY_BUFFER);
            refused.tid(tid);
            session.send(refused);
            return;
        }
        run(cmd, m.data().copy(), session.authName(), r -> {
            MMonCommandAck ack = new MMonCommandAck(0, r.result(), r.status(), cmd, Unpooled.wrappedBuffer(r.data()));
            ack.tid(tid);
            session.send(ack);
        });
    }

    /** {@code ceph tell mon.a …}: a command to this daemon; one to the cluster works there too. */
    private void onTell(MonSession session, MCommand m) {
        long tid = m.tid();
        ReplySink answer = r -> {
            MCommandReply reply = new MCommandReply(r.result(), r.status(), Unpooled.wrappedBuffer(r.data()));
            reply.tid(tid);
            session.send(reply);
        };
        Messenger running = messenger;
        if (!m.fsid().equals(fsid) || running == null) {
            answer.reply(Reply.error(Errno.EPERM, "wrong fsid"));
            return;
        }
        CompletionStage<Reply> told;
        try {
            told = new TellCommands(running, commands).run(Json.parse(String.join("", m.cmd())));
        } catch (CommandException e) {
            answer.reply(Reply.error(e.errno(), String.valueOf(e.getMessage())));
            return;
        }
        if (told == null) {
            run(m.cmd(), m.data().copy(), session.authName(), answer);
            return;
        }
        told.whenComplete((reply, failure) -> {
            if (failure != null) {
                LOG.warn("mon.{} cannot answer {}", name, m.cmd(), failure);
                answer.reply(Reply.error(Errno.EIO, failure.toString()));
            } else {
                answer.reply(reply);
            }
        });
    }

    private interface ReplySink {
        void reply(Reply reply);
    }

    /** @param input taken */
    private void run(List<String> cmd, ByteBuf input, AuthEntityName caller, ReplySink sink) {
        JsonNode arguments;
        Command command;
        try {
            arguments = Json.parse(String.join("", cmd));
            JsonNode prefix = arguments.get("prefix");
            command = prefix == null ? null : commands.find(prefix.asText());
            if (command == null) {
                throw new CommandException(Errno.EINVAL, "command not known");
            }
        } catch (CommandException e) {
            input.release();
            sink.reply(Reply.error(e.errno(), String.valueOf(e.getMessage())));
            return;
        }
        Command found = command;
        Runnable job = () -> {
            Reply reply;
            try {
                reply = found.handler().run(new Call(this, arguments, input, caller));
            } catch (CommandException e) {
                reply = Reply.error(e.errno(), String.valueOf(e.getMessage()));
            } finally {
                input.release();
            }
            Reply answer = reply;
            if (reply.afterCommit()) {
                osds.afterCommit(() -> sink.reply(answer));
                osds.propose(true);
            } else {
                // The store works in order: when it has done nothing after all the rest, it has done the rest.
                // For what only shows, too: a restart must not take back what somebody has seen.
                store(List.of(), () -> sink.reply(answer));
            }
        };
        if (found.writes()) {
            osds.whenClean(job);
        } else {
            job.run();
        }
    }

    // ------------------------------------------------------------ for the parts

    void store(List<MonitorStore.Change> changes) {
        store(changes, () -> {});
    }

    /** @param done runs on the center when the changes are durable */
    void store(List<MonitorStore.Change> changes, Runnable done) {
        store(changes, done, failure -> {});
    }

    private void store(List<MonitorStore.Change> changes, Runnable done, Consumer<Throwable> failed) {
        store.write(changes)
                .whenComplete((v, cause) -> center.submit(() -> {
                    if (cause != null) {
                        // Going on would answer what a restart forgets; so would what was written behind it.
                        LOG.error("mon.{} cannot write its store, stopping", name, cause);
                        failure = cause;
                        stopHere();
                        failed.accept(cause);
                    } else if (!stopped) {
                        done.run();
                    } else {
                        failed.accept(wasStopped());
                    }
                }));
    }

    void onOsdMap(OSDMap map) {
        onNewMap(map);
        for (MonSession session : sessions()) {
            subscriptions.check(session, Subscriptions.OSDMAP);
            subscriptions.check(session, Subscriptions.OSD_PG_CREATES);
        }
    }

    private void onNewMap(OSDMap map) {
        lifecycle.onOsdMap(map);
        pgCreates.onOsdMap(map);
        pgStats.onOsdMap(map);
        Messenger running = messenger;
        if (running != null) {
            Policies.apply(running, map);
        }
    }

    /** The config database changed: everybody hears what applies to it once that is durable. */
    void onConfigChange() {
        Map<String, String> changed = config.export();
        store(List.of(MonitorStore.Change.put(StoredState.KEY_CONFIG, StoredState.encode(changed))), () -> {
            config.durable(changed);
            applyConfig();
            for (MonSession session : sessions()) {
                subscriptions.check(session, Subscriptions.CONFIG);
            }
        });
    }

    private void applyConfig() {
        settings.conf().setMonLayer(config.optionsFor(new AuthEntityName(EntityType.MON, name)));
    }

    void onKeyValueChange() {
        store(List.of(MonitorStore.Change.put(StoredState.KEY_VALUES, StoredState.encode(keyValues.export()))));
    }

    void osdMetadata(int osd, Map<String, String> metadata) {
        store(List.of(osdMetadata.put(osd, metadata)));
    }

    void forgetOsd(int osd) {
        store(List.of(osdMetadata.remove(osd)));
        pgStats.removeOsd(osd);
    }

    private void scheduleTick() {
        tick = center.schedule(conf().get(Options.MON_TICK_INTERVAL).toNanos(), () -> {
            lifecycle.tick();
            pools.tick();
            scheduleTick();
        });
    }

    /** Adds a line to the cluster log. */
    void log(int prio, String text) {
        LOG.info("mon.{} {}", name, text);
        MonMap m = monMap;
        log.add(new LogEntry(
                new AuthEntityName(EntityType.MON, name),
                EntityName.mon(0),
                m == null ? EntityAddrVec.EMPTY : StoredState.addrs(m),
                UTime.of(now()),
                ++logSeq,
                prio,
                text,
                "cluster"));
    }

    String name() {
        return name;
    }

    UUID fsid() {
        return fsid;
    }

    CephConf conf() {
        return settings.conf();
    }

    Instant now() {
        return settings.wallClock().instant();
    }

    long nanoTime() {
        return center.nanoTime();
    }

    /** Seconds this monitor has been the quorum. */
    long quorumAge() {
        return (nanoTime() - startedNanos) / 1_000_000_000L;
    }

    MonMap monMap() {
        MonMap m = monMap;
        if (m == null) {
            throw new IllegalStateException("mon." + name + " has not started");
        }
        return m;
    }

    Map<String, String> metadata() {
        return settings.metadata();
    }

    OsdMonitor osds() {
        return osds;
    }

    OsdLifecycle lifecycle() {
        return lifecycle;
    }

    Pools pools() {
        return pools;
    }

    ConfigDatabase config() {
        return config;
    }

    KeyValues keyValues() {
        return keyValues;
    }

    OsdMetadata osdMetadata() {
        return osdMetadata;
    }

    PgStatsMap pgStats() {
        return pgStats;
    }

    ClusterLog clusterLog() {
        return log;
    }

    Health health() {
        return health;
    }

    CommandTable commands() {
        return commands;
    }

    Collection<MonSession> sessions() {
        return Collections.unmodifiableList(new ArrayList<>(sessions.values()));
    }
}
