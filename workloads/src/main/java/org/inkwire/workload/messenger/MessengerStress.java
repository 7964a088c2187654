// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many messengers under every pair of policies connect, send, mark down, restart and crash at random, as Ceph's
 * synthetic messenger test does ({@code src/test/msgr/test_msgr.cc}), while a {@link DeliveryChecker} watches. After
 * the last step, faults end, every connection that owes messages is probed, and everything must arrive within {@link
 * StressProfile#drainLimit()}; then everything is shut down, and every buffer must have been released.
 *
 * <p>A state machine confined to one EventCenter, without its own thread or clock: the same class runs on real sockets
 * and, in virtual time on one thread, in a simulation, where equal seeds give equal runs.
 */
public final class MessengerStress {
    private static final Logger log = LoggerFactory.getLogger(MessengerStress.class);

    private static final int[] PRIORITIES = {
        Message.PRIORITY_LOW, Message.PRIORITY_DEFAULT, Message.PRIORITY_DEFAULT, Message.PRIORITY_HIGH
    };
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
    private static final int DRAIN_POLLS = 3000;
    private static final long RETRY_BIND_NANOS = Duration.ofMillis(50).toNanos();
    private static final int LONGEST_BURST = 40;
    /** In one of this many connects between two listening nodes, both dial. */
    private static final int ONE_RACE_IN = 3;
    /** Others notice a restart within this. */
    private static final long NOTICE_NANOS = Duration.ofMillis(200).toNanos();
    /** A crashed node is back within this: before or after others notice. */
    private static final long DOWN_NANOS = Duration.ofMillis(300).toNanos();
    /** One in this many connects that may be anonymous is. */
    private static final int ONE_ANONYMOUS_IN = 4;

    /** One in this many messages is followed by one whose code or handler throws. */
    private static final int ONE_BOMB_IN = 50;

    private static final int REPORTED_LEGS = 20;

    private final StressProfile profile;
    private final long seed;
    private final StressHosts hosts;
    private final EventCenter center;
    private final SplittableRandom random;
    /** Apart from {@link #random}, so that a run without them is the same otherwise. */
    private final SplittableRandom bombs;

    private final DeliveryChecker checker = new DeliveryChecker();
    private final CompletableFuture<StressResult> result = new CompletableFuture<>();
    /** Servers, then clients; null while a node restarts. */
    private final List<@Nullable StressNode> nodes = new ArrayList<>();
    /** By node id, for every life that did not crash. */
    private final Map<Integer, NodeMemory> memories = new LinkedHashMap<>();

    /** Guarded by itself: accepted connections come from other threads. */
    private final List<Leg> legs = new ArrayList<>();

    private long begunNanos;
    private int lastId;
    private int starting;
    private int step;
    private int settledPasses;
    private int stopping;

    private MessengerStress(StressProfile profile, long seed, StressHosts hosts, EventCenter center) {
        this.profile = profile;
        this.seed = seed;
        this.hosts = hosts;
        this.center = center;
        this.random = new SplittableRandom(seed);
        this.bombs = new SplittableRandom(~seed);
    }

    /**
     * Runs it.
     *
     * @param center of any stack; used exclusively by the workload during the run
     * @return completed on {@code center}, exceptionally only if the workload itself failed
     */
    public static CompletionStage<StressResult> run(
            StressProfile profile, long seed, StressHosts hosts, EventCenter center) {
        MessengerStress stress = new MessengerStress(profile, seed, hosts, center);
        stress.next(0, stress::begin);
        return stress.result;
    }

    /** Runs {@code turn} on the center; an exception in it ends the run. */
    private void next(long delayNanos, Runnable turn) {
        center.schedule(delayNanos, () -> {
            try {
                turn.run();
            } catch (RuntimeException | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
    }

    private void begin() {
        begunNanos = center.nanoTime();
        int count = profile.size().servers() + profile.size().clients();
        for (int i = 0; i < count; i++) {
            nodes.add(null);
        }
        for (int i = 0; i < count; i++) {
            start(i);
        }
    }

    // ---- nodes

    private @Nullable PolicyPair pairOf(int slot) {
        if (slot < profile.size().servers()) {
            return null;
        }
        PolicyPair[] all = PolicyPair.values();
        return all[(slot - profile.size().servers()) % all.length];
    }

    private void start(int slot) {
        starting++;
        int id = ++lastId;
        PolicyPair pair = pairOf(slot);
        String name = pair == null ? "server." + slot : "client." + slot;
        // Every policy runs with both kinds of dispatch, and so do servers.
        boolean fast =
                pair == null ? slot % 2 == 0 : (slot - profile.size().servers()) / PolicyPair.values().length % 2 == 0;
        NetworkStack stack = hosts.stack(name);
        NodeMemory memory = hosts.memory(name);
        memories.put(id, memory);
        StressNode node = new StressNode(name, id, pair, fast, seed, memory.allocator(), checker, this::opened);
        EntityName entity = EntityName.of(node.type(), slot);
        MessengerConfig.Builder config = MessengerConfig.builder(
                        name, entity, StressMessage.registry(new Bomb.Fuse(seed ^ id)))
                .nonce(id)
                .authClient(AuthNone.client(new AuthEntityName(node.type(), Integer.toString(slot)), () -> slot + 1))
                .authServer(AuthNone.server())
                .backoff(profile.initialBackoff(), profile.maxBackoff())
                .allocator(memory.allocator())
                .random(random.split());
        Messenger messenger = Messenger.create(stack, hosts.tune(name, config).conclude());
        node.messenger(messenger);
        if (pair == null) {
            for (PolicyPair p : PolicyPair.values()) {
                messenger.policy(p.type, p.server);
            }
        } else {
            messenger.defaultPolicy(pair.client);
        }
        messenger.addDispatcher(node);
        if (node.listens()) {
            bind(slot, node, messenger, hosts.port(name));
        } else {
            started(slot, node, messenger);
        }
    }

    private void bind(int slot, StressNode node, Messenger messenger, int port) {
        messenger.bind(hosts.ip(node.name), port, port).whenComplete((EntityAddrVec bound, Throwable failure) -> {
            if (failure == null) {
                next(0, () -> started(slot, node, messenger));
            } else {
                // Another socket may hold the port for a moment.
                checker.count("bind retries");
                next(RETRY_BIND_NANOS, () -> bind(slot, node, messenger, port));
            }
        });
    }

    private void started(int slot, StressNode node, Messenger messenger) {
        messenger.start();
        nodes.set(slot, node);
        starting--;
        if (starting == 0 && step == 0) {
            next(0, this::step);
        }
    }

    /** Any thread. */
    private void opened(Leg leg) {
        synchronized (legs) {
            legs.add(leg);
        }
    }

    private List<Leg> liveLegs() {
        synchronized (legs) {
            legs.removeIf(leg -> !checker.isLive(leg.number));
            return List.copyOf(legs);
        }
    }

    /** A random live leg; null if there is none. */
    private @Nullable Leg anyLeg() {
        synchronized (legs) {
            while (!legs.isEmpty()) {
                int at = random.nextInt(legs.size());
                Leg leg = legs.get(at);
                if (checker.isLive(leg.number)) {
                    return leg;
                }
                legs.remove(at);
            }
        }
        return null;
    }

    // ---- steps

    private enum Step {
        SEND(60),
        BURST(5),
        CONNECT(18),
        KEEPALIVE(6),
        MARK_DOWN(8),
        MARK_DISPOSABLE(2),
        RESTART(1);

        final int weight;

        Step(int weight) {
            this.weight = weight;
        }

        static Step of(int drawn) {
            int left = drawn;
            for (Step s : values()) {
                left -= s.weight;
                if (left < 0) {
                    return s;
                }
            }
            throw new AssertionError("weights add up to 100");
        }
    }

    private void step() {
        if (step == profile.size().steps()) {
            endFaults();
            return;
        }
        step++;
        switch (Step.of(random.nextInt(100))) {
            case SEND -> send(1);
            case BURST -> send(2 + random.nextInt(LONGEST_BURST));
            case CONNECT -> connect();
            case KEEPALIVE -> {
                Leg leg = anyLeg();
                if (leg != null) {
                    checker.count("keepalives");
                    leg.sendKeepalive();
                }
            }
            case MARK_DOWN -> {
                Leg leg = profile.roughness().markDowns() ? anyLeg() : null;
                if (leg != null) {
                    leg.markDown();
                }
            }
            case MARK_DISPOSABLE -> {
                Leg leg = profile.roughness().markDowns() ? anyLeg() : null;
                if (leg != null) {
                    leg.markDisposable();
                }
            }
            case RESTART -> {
                if (profile.roughness().restarts()) {
                    restart();
                }
            }
        }
        long mean = profile.size().stepGap().toNanos();
        next(mean == 0 ? 0 : random.nextLong(2 * mean), this::step);
    }

    private void send(int messages) {
        Leg leg = anyLeg();
        if (leg == null) {
            connect();
            return;
        }
        for (int i = 0; i < messages; i++) {
            if (checker.outstanding(leg.number) >= profile.traffic().maxOutstanding()) {
                checker.count("held back");
                return;
            }
            leg.send(PRIORITIES[random.nextInt(PRIORITIES.length)], dataBytes(), random.nextInt(3) == 0);
            if (profile.roughness().throwingUsers() && bombs.nextInt(ONE_BOMB_IN) == 0) {
                checker.count("bombs");
                leg.send(Bomb.of(bombs));
            }
        }
    }

    /** Mostly nothing or little, now and then the largest. */
    private int dataBytes() {
        int drawn = random.nextInt(1000);
        int limit;
        if (drawn < 300) {
            limit = 0;
        } else if (drawn < 700) {
            limit = 100;
        } else if (drawn < 900) {
            limit = 4 << 10;
        } else if (drawn < 980) {
            limit = 64 << 10;
        } else if (drawn < 997) {
            limit = 512 << 10;
        } else {
            return profile.traffic().maxDataBytes();
        }
        return random.nextInt(Math.min(limit, profile.traffic().maxDataBytes()) + 1);
    }

    /** Client to server, server to server, or server to a listening client; sometimes both dial at the same time. */
    private void connect() {
        StressNode from = nodes.get(random.nextInt(nodes.size()));
        StressNode to = nodes.get(random.nextInt(
                from != null && from.pair != null ? profile.size().servers() : nodes.size()));
        if (from == null || to == null || from == to || !to.listens()) {
            return;
        }
        checker.count("connects");
        if (from.mayBeAnonymous() && random.nextInt(ONE_ANONYMOUS_IN) == 0) {
            checker.count("anonymous");
            from.connectAnonymouslyTo(to);
            return;
        }
        from.connectTo(to);
        if (from.listens() && random.nextInt(ONE_RACE_IN) == 0) {
            checker.count("races");
            to.connectTo(from);
        }
    }

    private void restart() {
        int slot = random.nextInt(nodes.size());
        StressNode node = nodes.get(slot);
        if (node == null) {
            return;
        }
        checker.count("restarts");
        nodes.set(slot, null);
        starting++;
        if (random.nextBoolean() && hosts.crash(node.name)) {
            checker.count("crashes");
            checker.nodeStopped(node.id);
            memories.remove(node.id);
            next(random.nextLong(DOWN_NANOS), () -> startAgain(slot));
        } else {
            node.stop()
                    .whenComplete((stopped, failure) -> next(0, () -> {
                        if (failure != null) {
                            checker.violation("shutdown of " + node + " failed: " + failure);
                        }
                        startAgain(slot);
                    }));
        }
        // As after a new map: the old address is no longer valid.
        List<Leg> stale;
        synchronized (legs) {
            stale = legs.stream().filter(leg -> leg.peer == node.id).toList();
        }
        for (Leg leg : stale) {
            next(random.nextLong(NOTICE_NANOS), leg::markDown);
        }
    }

    private void startAgain(int slot) {
        starting--;
        start(slot);
    }

    // ---- end

    private void endFaults() {
        hosts.endFaults();
        checker.count("steps", step);
        long deadline = center.nanoTime() + profile.drainLimit().toNanos();
        next(0, () -> drain(deadline));
    }

    private void drain(long deadline) {
        boolean settled = starting == 0;
        List<Leg> owing = new ArrayList<>();
        for (Leg leg : liveLegs()) {
            if (!checker.owes(leg.number)) {
                continue;
            }
            int resets = checker.remoteResets(leg.number);
            if (leg.probedAfterResets != resets) {
                leg.probedAfterResets = resets;
                leg.send(Message.PRIORITY_DEFAULT, 0, false);
            }
            if (!checker.isSettled(leg.number)) {
                owing.add(leg);
            }
        }
        // Twice, because the first pass may wake further connections.
        settledPasses = settled && owing.isEmpty() ? settledPasses + 1 : 0;
        if (settledPasses == 2) {
            finish();
        } else if (center.nanoTime() - deadline >= 0) {
            owing.stream()
                    .limit(REPORTED_LEGS)
                    .forEach(leg -> checker.violation(
                            "not drained within " + profile.drainLimit().toMillis() + " ms: " + leg));
            if (starting != 0) {
                checker.violation(starting + " messengers neither stopped nor started within "
                        + profile.drainLimit().toMillis() + " ms");
            }
            finish();
        } else {
            next(drainPollNanos(), () -> drain(deadline));
        }
    }

    /** Scaled to the drain limit: scanning every connection is not free, and virtual hours pass quickly. */
    private long drainPollNanos() {
        return Math.max(POLL_NANOS, profile.drainLimit().toNanos() / DRAIN_POLLS);
    }

    private void finish() {
        checker.finish();
        long digest = checker.digest();
        long deadline = center.nanoTime() + profile.drainLimit().toNanos();
        for (StressNode node : nodes) {
            if (node != null) {
                stopping++;
                node.stop()
                        .whenComplete((stopped, failure) -> next(0, () -> {
                            stopping--;
                            if (failure != null) {
                                checker.violation("shutdown of " + node + " failed: " + failure);
                            }
                        }));
            }
        }
        awaitRelease(deadline, digest);
    }

    private void awaitRelease(long deadline, long digest) {
        long held = memories.values().stream()
                .mapToLong(m -> m.heldBytes().getAsLong())
                .sum();
        if ((held != 0 || stopping != 0) && center.nanoTime() - deadline < 0) {
            next(POLL_NANOS, () -> awaitRelease(deadline, digest));
            return;
        }
        if (stopping != 0) {
            checker.violation(stopping + " messengers did not stop within "
                    + profile.drainLimit().toMillis() + " ms");
        }
        if (held != 0) {
            checker.violation(held + " bytes of buffers were never released");
        }
        StressResult done = new StressResult(
                seed, step, center.nanoTime() - begunNanos, checker.counts(), checker.violations(), digest);
        log.info("{}", done);
        result.complete(done);
    }
}
