// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.net.InetAddress;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.absent.AbsentFamily;
import org.inkwire.mon.command.auth.AuthFamily;
import org.inkwire.mon.command.config.ConfigFamily;
import org.inkwire.mon.command.crush.CrushFamily;
import org.inkwire.mon.command.mgr.MgrCommands;
import org.inkwire.mon.command.mon.MonFamily;
import org.inkwire.mon.command.osd.OsdFamily;
import org.inkwire.mon.command.pg.PgCommands;
import org.inkwire.mon.command.pool.PoolFamily;
import org.inkwire.mon.map.FailureReports;
import org.inkwire.mon.map.OsdBoot;
import org.inkwire.mon.map.OsdLifecycle;
import org.inkwire.mon.map.OsdMapHistory;
import org.inkwire.mon.map.OsdMetadata;
import org.inkwire.mon.map.OsdMonitor;
import org.inkwire.mon.map.OsdTimeouts;
import org.inkwire.mon.map.PgCreates;
import org.inkwire.mon.map.PgMerges;
import org.inkwire.mon.map.PgNumSteps;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.map.PoolOps;
import org.inkwire.mon.map.PoolQuotas;
import org.inkwire.mon.map.Pools;
import org.inkwire.mon.map.SpaceReplies;
import org.inkwire.mon.service.AuthDatabase;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.mon.service.ConfigDatabase;
import org.inkwire.mon.service.KeyValues;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.session.GlobalIds;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Policies;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Sessions;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.Status;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.mon.store.StoredState;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's only monitor: rank 0, leader of a quorum of one (protocol: mon). It owns the maps, processes boots and
 * failure reports, answers subscriptions and the commands of {@code ceph}, and is the cluster's manager too, under an
 * address of its own. This class assembles the parts, starts
 * and stops them, and routes each message to the part that handles it. Ceph: {@code src/mon/Monitor.cc}.
 *
 * <p>State is confined to one EventCenter. Messages are fast-dispatched and hop there in order of arrival; nothing
 * blocks. A change is answered once it is stored.
 */
public final class Monitor {
    private static final Logger log = LoggerFactory.getLogger(Monitor.class);

    private final String name;
    private final UUID fsid;
    private final EventCenter center;
    private final MonitorStore stored;
    private final MonitorSettings settings;

    private final StoreWriter store;
    private final GlobalIds globalIds;
    private final Sessions sessions;
    private final Routes routes = new Routes();

    private final MonmapMonitor mons;
    private final MgrMonitor mgrs;
    private final ClusterLog clusterLog;
    private final ConfigDatabase config;
    private final KeyValues keyValues;
    private final AuthDatabase auth;
    private final OsdMetadata osdMetadata;
    private final OsdMonitor osds;
    private final OsdTimeouts timeouts;
    private final PoolQuotas quotas;
    private final CommandTable table = new CommandTable();
    private final CommandServer commands;

    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable Messenger messenger;
    private @Nullable Manager manager;
    private EventCenter.@Nullable Timer tick;
    private volatile @Nullable Throwable failure;
    private boolean stopped;

    /**
     * @param name without {@code mon.}, such as {@code a}
     * @param center confines all state; its thread must not be shared with anything else
     */
    public Monitor(String name, UUID fsid, EventCenter center, MonitorStore store, MonitorSettings settings) {
        this.name = name;
        this.fsid = fsid;
        this.center = center;
        this.stored = store;
        this.settings = settings;
        AuthEntityName self = new AuthEntityName(EntityType.MON, name);

        this.store = new StoreWriter(store, center, this::onStoreFailure);
        this.globalIds = new GlobalIds(this.store);
        this.sessions = new Sessions(globalIds);
        Subscriptions subscriptions = new Subscriptions(sessions);

        this.mons = new MonmapMonitor(name, fsid, settings.metadata(), center);
        this.mgrs =
                new MgrMonitor(name, settings.metadata(), settings.wallClock(), globalIds, this.store, subscriptions);
        this.clusterLog = new ClusterLog(self, fsid, settings.wallClock(), subscriptions);
        this.config = new ConfigDatabase(self, settings.conf(), settings.wallClock(), this.store, subscriptions);
        this.keyValues = new KeyValues(this.store);
        this.auth = new AuthDatabase(this.store, settings.wallClock());

        OsdMapHistory history = new OsdMapHistory(fsid, settings.conf());
        this.osds = new OsdMonitor(fsid, history, settings.conf(), settings.wallClock(), center, this.store);
        this.osdMetadata = new OsdMetadata(this.store);
        FailureReports failures = new FailureReports(osds, settings.conf(), clusterLog, center);
        this.timeouts = new OsdTimeouts(osds, settings.conf(), failures, clusterLog, center, settings.wallClock());
        OsdBoot boot = new OsdBoot(osds, settings.conf(), osdMetadata, failures, timeouts, clusterLog);
        OsdLifecycle lifecycle = new OsdLifecycle(osds, failures, timeouts, clusterLog);
        PgStatsMap pgStats = new PgStatsMap(settings.wallClock(), center::nanoTime);
        PgCreates pgCreates = new PgCreates(osds, pgStats);
        Pools pools = new Pools(osds, settings.conf(), settings.wallClock());
        this.quotas = new PoolQuotas(osds, pgStats, clusterLog);
        PgMerges merges = new PgMerges(osds);
        osds.onCommit(pgStats::onOsdMap);
        osds.onCommit(this::applyPolicies);
        osds.onCommit(map -> subscriptions.check(Subscriptions.OSDMAP, Subscriptions.OSD_PG_CREATES));

        // After the statistics know the map.
        new PgNumSteps(osds, pgStats, settings.conf());

        Health health = new Health(settings.conf());
        Status status = new Status(mons, mgrs, health, settings.wallClock());
        MonFamily.addTo(
                table, mons, mgrs, clusterLog, sessions, osdMetadata, pgStats, health, status, settings.wallClock());
        OsdFamily.addTo(table, osds, history, osdMetadata, pgStats, status, settings.conf(), settings.wallClock());
        CrushFamily.addTo(table);
        PoolFamily.addTo(table, pools, pgStats, settings.conf());
        new PgCommands(pgStats, settings.wallClock()).addTo(table);
        ConfigFamily.addTo(table, config, keyValues, mons, mgrs);
        AuthFamily.addTo(table, auth);
        new MgrCommands(mgrs, mons).addTo(table);
        AbsentFamily.addTo(table);
        this.commands = new CommandServer(name, center, osds, this.store, table, settings.conf());

        subscriptions.addTo(routes);
        mons.addTo(routes, subscriptions);
        clusterLog.addTo(routes);
        history.addTo(routes, subscriptions);
        new MapVersions(mons, mgrs, history).addTo(routes);
        boot.addTo(routes);
        lifecycle.addTo(routes);
        failures.addTo(routes);
        pgCreates.addTo(routes, subscriptions);
        new Pings(mons, osds, pgStats, health, sessions).addTo(routes);
        merges.addTo(routes);
        new PoolOps(osds, pools).addTo(routes);
        new SpaceReplies(osds, pgStats).addTo(routes);
        commands.addTo(routes);
    }

    /** For the messenger's configuration: AUTH_NONE, which assigns global ids. Any thread. */
    public AuthServer authServer() {
        return globalIds;
    }

    // ---- start

    /**
     * Reads the store, binds the messengers and starts serving. Any thread; once.
     *
     * @param newMessenger named {@code mon.0} with nonce 0, authenticating by {@link #authServer}, not started
     * @param mgrMessenger the manager's, with a random nonce, authenticating as daemons other than monitors do, not
     *     started; named here
     * @param port the monitor's; the manager takes a free one as {@code ms_bind_port_min} says. 0 picks a free one, but only for a new store: a monitor's address never changes
     * @return the address; fails with {@link IllegalStateException} if the store belongs to another address
     */
    public CompletionStage<EntityAddrVec> start(
            Messenger newMessenger, Messenger mgrMessenger, InetAddress ip, int port) {
        Manager newManager = new Manager(
                fsid, center, mgrs, mgrMessenger, settings.conf(), globalIds, table, commands, () -> stopped);
        CompletableFuture<EntityAddrVec> serving = new CompletableFuture<>();
        center.onTaskFailure(cause -> {
            if (!stopped) {
                log.error("mon.{}: a task of its own failed, stopping", name);
                failure = cause;
                stopHere();
                serving.completeExceptionally(cause);
            }
        });
        center.ended().whenComplete((done, cause) -> {
            if (cause != null) {
                failure = cause;
                log.error("mon.{}: its thread failed, stopping", name, cause);
                end(newMessenger, newManager);
                serving.completeExceptionally(cause);
            }
        });
        stored.load()
                .thenComposeAsync(values -> startWith(newMessenger, newManager, ip, port, values), center)
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
            Messenger newMessenger, Manager newManager, InetAddress ip, int port, NavigableMap<String, byte[]> values) {
        messenger = newMessenger;
        manager = newManager;
        MonMap known = StoredState.monMap(values);
        int wanted = known != null && port == 0 ? StoredState.port(known) : port;
        newMessenger.addDispatcher(
                new SessionDispatcher("mon." + name, center, sessions, routes, () -> stopped, sessions::forget));
        CompletionStage<EntityAddrVec> serving = newMessenger
                .bind(ip, wanted, wanted)
                .thenCompose(addrs -> newManager
                        .bind(ip)
                        .thenComposeAsync(
                                mgrAddrs -> begin(newMessenger, newManager, addrs, mgrAddrs, known, values), center));
        return serving.whenComplete((addrs, cause) -> {
            if (cause != null) {
                newMessenger.shutdown();
                newManager.shutdown();
            }
        });
    }

    private CompletionStage<EntityAddrVec> begin(
            Messenger bound,
            Manager boundManager,
            EntityAddrVec addrs,
            EntityAddrVec mgrAddrs,
            @Nullable MonMap known,
            NavigableMap<String, byte[]> values) {
        StoredState.check(known, fsid, addrs);
        UTime now = UTime.of(settings.wallClock().instant());
        MonMap map = known != null ? known : StoredState.newMonMap(fsid, name, addrs, now);
        mons.begin(map);
        clusterLog.at(mons.addrs());
        config.restore(values);
        keyValues.restore(values);
        auth.restore(values);
        osdMetadata.restore(values);
        globalIds.restore(values);
        mgrs.begin(values, mgrAddrs);
        if (known == null) {
            store.write(MonitorStore.Change.put(StoredState.KEY_MONMAP, map.encode()));
        }
        osds.restore(values);
        // Serve only once the first maps are durable: a restart would otherwise create different ones after peers have
        // seen these.
        CompletableFuture<EntityAddrVec> serving = new CompletableFuture<>();
        store.whenDurable(
                () -> {
                    serve(bound, boundManager, addrs);
                    serving.complete(addrs);
                },
                serving::completeExceptionally);
        return serving;
    }

    private void serve(Messenger bound, Manager boundManager, EntityAddrVec addrs) {
        commands.begin(bound);
        boundManager.serve();
        bound.start();
        clusterLog.info("mon." + name + " is new leader, mons " + name + " in quorum (ranks 0)");
        log.info("mon.{} serves {} at osdmap e{}", name, addrs, osds.map().epoch());
        scheduleTick();
    }

    private void scheduleTick() {
        tick = center.schedule(settings.conf().get(Options.MON_TICK_INTERVAL).toNanos(), () -> {
            scheduleTick();
            timeouts.tick();
            quotas.tick();
        });
    }

    private void applyPolicies(OSDMap map) {
        Messenger running = messenger;
        if (running != null) {
            Policies.apply(running, map);
        }
    }

    // ---- end

    /** Stops serving and closes the messenger. Everything answered is in the store. Any thread. */
    public CompletionStage<Void> stop() {
        center.submit(this::stopHere);
        return ended.minimalCompletionStage();
    }

    private void onStoreFailure(Throwable cause) {
        log.error("mon.{} cannot write its store, stopping", name, cause);
        failure = cause;
        stopHere();
    }

    private void stopHere() {
        stopped = true;
        store.close(commands.wasStopped());
        EventCenter.Timer timer = tick;
        if (timer != null) {
            timer.cancel();
        }
        sessions.clear();
        end(messenger, manager);
    }

    private void end(@Nullable Messenger running, @Nullable Manager runningManager) {
        commands.end();
        CompletionStage<Void> closed = running == null ? CompletableFuture.completedStage(null) : running.shutdown();
        CompletionStage<Void> managerClosed =
                runningManager == null ? CompletableFuture.completedStage(null) : runningManager.shutdown();
        CompletableFuture.allOf(closed.toCompletableFuture(), managerClosed.toCompletableFuture())
                .whenComplete((done, cause) -> {
                    if (cause == null) {
                        ended.complete(null);
                    } else {
                        ended.completeExceptionally(cause);
                    }
                });
    }

    /** The failure that stopped the monitor; null if none did. Any thread. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Completes once the monitor has stopped serving, for whatever reason. Any thread. */
    public CompletionStage<Void> whenStopped() {
        return ended.minimalCompletionStage();
    }

    // ---- commands

    /**
     * Result of a command.
     *
     * @param result 0 or a negative errno
     * @param data output; not copied
     */
    public record CommandResult(int result, String status, byte[] data) {}

    /**
     * Runs a command from within the process, as {@code client.admin} would over the wire. Any thread.
     *
     * @return fails with {@link IllegalStateException} if the monitor stops before it answers
     */
    public CompletionStage<CommandResult> command(String json) {
        return commands.command(json).thenApply(r -> new CommandResult(r.result(), r.status(), r.data()));
    }

    // ---- for tests

    OSDMap osdMap() {
        return osds.map();
    }

    List<MonSession> sessions() {
        return sessions.all();
    }
}
