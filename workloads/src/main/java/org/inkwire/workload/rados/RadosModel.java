// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random operations on a few hundred objects by several clients, many in flight on one object, while OSDs, clients and
 * the monitor crash. Then faults end; within a bound, every operation must be answered and every PG clean; every object
 * is read once more; and {@link ObjectChecker} checks each object's history.
 *
 * <p>Confined to the environment's center; nothing blocks. For a single run.
 */
public final class RadosModel {
    private static final Logger log = LoggerFactory.getLogger(RadosModel.class);
    private static final String POOL = "model";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long CHECK_BUDGET = 400_000;
    private static final int NONE = -1;

    private static final class Client {
        private final int number;
        private final RadosClient rados;
        private final AsyncIoCtx io;
        private final Map<Integer, Asked> inFlight = new LinkedHashMap<>();
        private int thinking;
        /** The id of its {@link #watch} operation in flight. */
        private int watching = NONE;

        private boolean dropped;

        private Client(int number, RadosClient rados, AsyncIoCtx io) {
            this.number = number;
            this.rados = rados;
            this.io = io;
        }

        /** Operations in flight that count towards the depth. */
        private int busy() {
            return inFlight.size() - (watching == NONE ? 0 : 1);
        }
    }

    private enum Phase {
        WORKING,
        SETTLING,
        LOOKING,
        DONE
    }

    private final ClusterEnv env;
    private final ModelSettings settings;
    private final RandomGenerator random;
    private final OpGenerator generator;
    private final OsdChaos chaos;
    private final MonitorChaos monitorChaos;
    private final SpaceChaos spaceChaos;
    private final PgNumChaos pgNumChaos;
    private final PlacementChaos placementChaos;
    private final List<List<HistoryOp>> histories = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Waits waits;
    private final CompletableFuture<ModelReport> result = new CompletableFuture<>();
    private Phase phase = Phase.WORKING;
    private boolean broken;
    private int clientsMade;
    private int asked;
    private long clock;
    private int looked;
    private int acknowledged;
    private int refused;
    private int unknown;
    private int notSent;
    private int noSpace;
    private int clientCrashes;

    public RadosModel(ClusterEnv env, ModelSettings settings, RandomGenerator random) {
        this.env = env;
        this.settings = settings;
        this.random = random;
        this.generator = new OpGenerator(settings.objects().count(), random);
        this.chaos = new OsdChaos(env, settings, random, this::ifClean);
        this.monitorChaos = new MonitorChaos(env, settings, random, violations::add);
        this.spaceChaos = new SpaceChaos(env, settings, random);
        this.pgNumChaos = new PgNumChaos(env, settings, random, POOL);
        this.placementChaos = new PlacementChaos(env, settings, random);
        this.waits = new Waits(env, POOL, this::inFlight, this::waitedTooLong);
        for (int i = 0; i < settings.objects().count(); i++) {
            histories.add(new ArrayList<>());
        }
    }

    /** @return completes on the center when the run is over; {@link #judge} then checks the histories */
    public CompletionStage<ModelReport> run() {
        env.center().submit(() -> guarded(this::begin));
        return result;
    }

    /** Checks every history; takes a while. Call once {@link #run} is done, on any thread. */
    public ModelReport judge(ModelReport run) {
        List<String> all = new ArrayList<>(run.violations());
        for (int i = 0; i < histories.size(); i++) {
            Verdict verdict = ObjectChecker.check(histories.get(i), CHECK_BUDGET, spaceChaos.fills() > 0);
            if (verdict instanceof Verdict.Violation v) {
                all.add(Asked.oid(i) + " " + v.explanation());
            } else if (verdict instanceof Verdict.Undecided u) {
                all.add(Asked.oid(i) + " undecided: " + u.explanation());
            }
        }
        return report(all);
    }

    private ModelReport report(List<String> all) {
        return new ModelReport(
                acknowledged,
                refused,
                unknown,
                notSent,
                noSpace,
                spaceChaos.fills(),
                chaos.crashes(),
                chaos.storesLost(),
                monitorChaos.crashes(),
                clientCrashes,
                pgNumChaos.changes(),
                waits.longest(),
                all);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void after(Duration delay, Runnable task) {
        env.center().schedule(delay.toNanos(), () -> guarded(task));
    }

    /** Continues with a stage's result on the center. */
    private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        guarded(() -> next.accept(value));
                    }
                },
                env.center());
    }

    // ---- clients

    private void begin() {
        then(env.newClient(++clientsMade), first -> then(first.createPoolAsync(POOL), made -> startWhenClean(first)));
    }

    private void startWhenClean(RadosClient first) {
        if (!broken) {
            ifClean(() -> start(first));
            after(POLL, () -> startWhenClean(first));
        }
    }

    private void start(RadosClient first) {
        if (!broken) {
            broken = true;
            env.startFaults();
            chaos.start();
            monitorChaos.start();
            // Only in one of three runs: a full pool stops all writes.
            if (settings.longestWait().isZero() && random.nextInt(3) == 0) {
                spaceChaos.start();
            }
            pgNumChaos.start();
            placementChaos.start();
            if (!settings.longestWait().isZero()) {
                waits.limit(settings.longestWait(), "it was asked for");
            }
            if (settings.clients().crash()) {
                armClientCrash();
            }
            join(1, first);
            for (int i = 1; i < settings.clients().count(); i++) {
                addClient();
            }
        }
    }

    private void addClient() {
        int number = ++clientsMade;
        env.newClient(number)
                .whenCompleteAsync(
                        (rados, failure) -> guarded(() -> {
                            if (failure == null) {
                                join(number, rados);
                            } else if (phase != Phase.DONE) {
                                log.info(
                                        "client {} cannot connect, creating another one: {}",
                                        number,
                                        failure.getMessage());
                                addClient();
                            }
                        }),
                        env.center());
    }

    private void join(int number, RadosClient rados) {
        then(rados.ioCtxAsync(POOL), io -> {
            Client client = new Client(number, rados, io.async());
            clients.add(client);
            pump(client);
            watch(client);
        });
    }

    private void armClientCrash() {
        after(Duration.ofNanos(random.nextLong(3 * settings.osdCrashes().pause().toNanos()) + 1), () -> {
            if (phase == Phase.WORKING && clients.size() > 1) {
                crash(clients.get(random.nextInt(clients.size())));
                addClient();
            }
            if (phase == Phase.WORKING) {
                armClientCrash();
            }
        });
    }

    private void crash(Client client) {
        clientCrashes++;
        client.dropped = true;
        clients.remove(client);
        env.dropClient(client.number);
        List.copyOf(client.inFlight.values()).forEach(a -> answered(client, a, new Outcome.Unknown()));
    }

    // ---- operations

    private void pump(Client client) {
        while (phase == Phase.WORKING
                && !client.dropped
                && !isEnough()
                && client.busy() + client.thinking < settings.clients().depth()) {
            int object = random.nextInt(
                    random.nextBoolean()
                            ? settings.objects().hot()
                            : settings.objects().count());
            boolean withDeadline = random.nextDouble() < settings.deadlines().share();
            ask(
                    client,
                    object,
                    generator.next(object),
                    withDeadline ? settings.deadlines().after() : Duration.ZERO);
        }
        settleIfEnough();
    }

    /**
     * In addition to its other operations, a client reads one hot object after another with a short timeout. All other
     * operations of an isolated client soon wait; these reads still see the answers of the OSDs within its reach.
     */
    private void watch(Client client) {
        if (phase == Phase.WORKING
                && !client.dropped
                && !settings.clients().watch().isZero()
                && !isEnough()) {
            client.watching = asked;
            ask(
                    client,
                    random.nextInt(settings.objects().hot()),
                    Step.lookAtAll(),
                    settings.clients().watch());
        }
        settleIfEnough();
    }

    private void settleIfEnough() {
        if (phase == Phase.WORKING && isEnough()) {
            settle();
        }
    }

    private boolean isEnough() {
        return asked >= settings.clients().operations()
                && chaos.crashes() >= settings.leastCrashes()
                && (settings.monCrashes().pause().isZero() || monitorChaos.crashes() >= settings.leastCrashes());
    }

    /** @param deadline zero: none */
    private void ask(Client client, int object, List<Step> steps, Duration deadline) {
        Asked op = new Asked(
                asked++, client.number, object, steps, ++clock, env.center().nanoTime());
        client.inFlight.put(op.id(), op);
        AsyncIoCtx io = client.io.withTimeout(deadline);
        RadosCalls.run(io, op.oid(), steps)
                .whenCompleteAsync((done, failure) -> guarded(() -> answered(client, op, done, failure)), env.center());
    }

    private void answered(Client client, Asked op, Outcome.@Nullable Done done, @Nullable Throwable failure) {
        if (!client.inFlight.containsKey(op.id())) {
            return;
        }
        if (done != null) {
            answered(client, op, done);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RadosException.NotSent) {
            // Such an operation must have had no effect: if it had one, some read finds a tag that no operation wrote.
            notSent++;
            client.inFlight.remove(op.id());
            next(client, op);
        } else if (cause instanceof RadosException.OutcomeUnknown) {
            answered(client, op, new Outcome.Unknown());
        } else if (cause instanceof RadosException.Refused r && r.is(Errno.ENOSPC) && needsSpace(op)) {
            // No effect either.
            noSpace++;
            client.inFlight.remove(op.id());
            next(client, op);
        } else if (cause instanceof RadosException.Refused r) {
            if (!isExpected(r)) {
                violations.add("unexpected answer to " + op + ": " + r.getMessage());
            }
            answered(client, op, new Outcome.Refused(r.errno()));
        } else {
            violations.add(op + " failed: " + cause);
            answered(client, op, new Outcome.Unknown());
        }
    }

    /** Reads and removals go on when there is none. */
    private static boolean needsSpace(Asked op) {
        return op.steps().stream().anyMatch(s -> s instanceof Step.Change)
                && op.steps().stream().noneMatch(s -> s instanceof Step.Remove);
    }

    private static boolean isExpected(RadosException e) {
        return e.is(Errno.ENOENT)
                || e.is(Errno.EEXIST)
                || e.is(Errno.ECANCELED)
                || e.is(Errno.ERANGE)
                || e.is(Errno.EOVERFLOW)
                || e.is(Errno.ENODATA);
    }

    private void answered(Client client, Asked op, Outcome outcome) {
        client.inFlight.remove(op.id());
        boolean lost = outcome instanceof Outcome.Unknown;
        if (lost) {
            unknown++;
        } else if (outcome instanceof Outcome.Refused) {
            refused++;
        } else {
            acknowledged++;
        }
        histories
                .get(op.object())
                .add(new HistoryOp(
                        op.id(), op.client(), op.steps(), op.invoked(), lost ? Long.MAX_VALUE : ++clock, outcome));
        generator.learn(op.object(), op.steps(), outcome);
        next(client, op);
    }

    private void next(Client client, Asked done) {
        if (phase == Phase.LOOKING) {
            look(client);
        } else if (phase == Phase.WORKING && done.id() == client.watching) {
            client.watching = NONE;
            after(upToThink(), () -> watch(client));
        } else if (phase == Phase.WORKING) {
            boolean atOnce = settings.clients().think().isZero() || random.nextBoolean();
            if (atOnce) {
                pump(client);
            } else {
                client.thinking++;
                after(upToThink(), () -> {
                    client.thinking--;
                    pump(client);
                });
            }
        }
    }

    private Duration upToThink() {
        return Duration.ofNanos(1 + random.nextLong(settings.clients().think().toNanos()));
    }

    /** Once faults have ended, there is nothing more to learn from the run. */
    private void waitedTooLong(String violation) {
        violations.add(violation);
        if (phase == Phase.SETTLING || phase == Phase.LOOKING) {
            over();
        }
    }

    private List<Asked> inFlight() {
        return clients.stream().flatMap(c -> c.inFlight.values().stream()).toList();
    }

    // ---- the end

    private void settle() {
        phase = Phase.SETTLING;
        log.info("faults end after {} operations", asked);
        Duration answered = env.stopFaults();
        chaos.stop();
        monitorChaos.stop();
        spaceChaos.stop();
        pgNumChaos.stop();
        placementChaos.stop();
        waits.limit(settings.longestWait().isZero() ? answered : settings.longestWait(), "faults ended");
        after(settings.settle(), () -> mustBeOver(Phase.SETTLING));
        poll();
    }

    private void poll() {
        if (phase != Phase.SETTLING) {
            return;
        }
        boolean answered = clients.stream().allMatch(c -> c.inFlight.isEmpty());
        if (answered && chaos.allUp() && monitorChaos.isUp() && placementChaos.isRestored() && !clients.isEmpty()) {
            ifClean(this::lookAtAll);
        }
        after(POLL, this::poll);
    }

    private void lookAtAll() {
        if (phase == Phase.SETTLING) {
            phase = Phase.LOOKING;
            // A connection that nobody used so far may be silent, too.
            after(settings.settle(), () -> mustBeOver(Phase.LOOKING));
            List.copyOf(clients).forEach(this::look);
        }
    }

    private void look(Client client) {
        while (looked < settings.objects().count()
                && client.inFlight.size() < settings.clients().depth()) {
            ask(client, looked++, Step.lookAtAll(), Duration.ZERO);
        }
        if (looked == settings.objects().count() && clients.stream().allMatch(c -> c.inFlight.isEmpty())) {
            over();
        }
    }

    private void mustBeOver(Phase during) {
        if (phase != during) {
            return;
        }
        env.command("{\"prefix\":\"pg stat\"}")
                .whenCompleteAsync(
                        (stat, failure) -> {
                            StringBuilder text =
                                    new StringBuilder("not finished " + settings.settle() + " after faults ended: ");
                            text.append(phase).append(", ").append(chaos).append(", ");
                            text.append(monitorChaos)
                                    .append(", ")
                                    .append(spaceChaos)
                                    .append(", ");
                            text.append(stat == null ? failure : stat);
                            for (Client client : clients) {
                                client.inFlight
                                        .values()
                                        .forEach(op -> text.append("\n  ").append(op));
                            }
                            if (phase == during) {
                                violations.add(text.toString());
                                over();
                            }
                        },
                        env.center());
    }

    private void over() {
        phase = Phase.DONE;
        waits.end();
        for (Client client : clients) {
            List.copyOf(client.inFlight.values()).forEach(op -> answered(client, op, new Outcome.Unknown()));
            client.rados.closeAsync();
        }
        result.complete(report(violations));
    }

    // ---- health

    /** Runs {@code then} if all PGs are active+clean. */
    private void ifClean(Runnable then) {
        env.isClean()
                .whenCompleteAsync(
                        (clean, failure) -> {
                            if (failure == null && clean) {
                                guarded(then);
                            }
                        },
                        env.center());
    }

    /**
     * Whether every copy there should be is complete, wherever it is: {@code 33 pgs: 33 active+clean; …}, or {@code 33 pgs:
     * 20 active+clean, 13 active+clean+remapped; …}. So it is where a PG stands still to be merged.
     */
    static boolean isClean(String stat) {
        int colon = stat.indexOf(" pgs: ");
        int end = stat.indexOf(';');
        if (colon < 0 || end < colon) {
            return false;
        }
        for (String state : stat.substring(colon + " pgs: ".length(), end).split(", ")) {
            boolean complete = state.endsWith(" active+clean")
                    || state.endsWith(" active+clean+remapped")
                    || state.endsWith(" clean+premerge+peered");
            if (!complete) {
                return false;
            }
        }
        return true;
    }
}
