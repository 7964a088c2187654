// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.inkwire.cluster.osd.OsdReqId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients append tokens to a few objects, resending until answered, while OSDs crash, restart, are cut off and get maps
 * late. Afterwards every acknowledged token is there once, in an order that agrees with real time, no token is there
 * twice, and every read saw a state between those before and after it.
 */
final class PgModelTest {
    private static final int OBJECTS = 3;
    private static final int STEPS = 300;

    private static final class Token {
        final String text;
        final OsdReqId reqid;
        final long firstSent;
        long acked = Long.MAX_VALUE;

        Token(String text, OsdReqId reqid, long firstSent) {
            this.text = text;
            this.reqid = reqid;
            this.firstSent = firstSent;
        }
    }

    private static final class Read {
        final long sent;
        final PgWorld.Op op;

        Read(long sent, PgWorld.Op op) {
            this.sent = sent;
            this.op = op;
        }
    }

    private record Sent(Token token, PgWorld.Op op) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyAcknowledgedWriteIsThereOnceAndReadsAreNeverStale(long seed) {
        new Run(seed).run();
    }

    private static final class Run {
        private final long seed;
        private final PgWorld world;
        private final Random random;
        private final Map<String, List<Token>> tokens = new LinkedHashMap<>();
        private final Map<String, List<Read>> reads = new LinkedHashMap<>();
        private final List<Sent> open = new ArrayList<>();
        private final TreeSet<Integer> crashed = new TreeSet<>();
        private int nextToken;

        Run(long seed) {
            this.seed = seed;
            this.world = new PgWorld(seed, 4);
            this.random = new Random(seed * 31);
        }

        void run() {
            world.boot(0, 1, 2);
            world.createPool();
            world.settle();
            for (int i = 0; i < STEPS; i++) {
                step();
                world.run((long) (random.nextDouble() * 400 * PgWorld.MILLI));
                collect();
            }
            heal();
            for (int i = 0; i < 60 && !open.isEmpty(); i++) {
                world.run(PgWorld.SECOND);
                collect();
                resendOpen();
            }
            assertThat(open)
                    .as(
                            "seed %d: unanswered at the end, primary %s",
                            seed, world.pg(world.map().primary()).stat())
                    .isEmpty();
            check();
            world.close();
        }

        private void step() {
            String oid = "o" + random.nextInt(OBJECTS);
            int dice = random.nextInt(100);
            if (dice < 45) {
                Token token = new Token("<" + nextToken++ + ">", world.newReqid(), world.now());
                tokens.computeIfAbsent(oid, o -> new ArrayList<>()).add(token);
                int to = somebody();
                open.add(new Sent(
                        token, world.send(to, world.appendOp(token.reqid, oid, token.text, world.epochKnownTo(to)))));
            } else if (dice < 70) {
                int to = somebody();
                reads.computeIfAbsent(oid, o -> new ArrayList<>())
                        .add(new Read(world.now(), world.send(to, world.readOp(oid, world.epochKnownTo(to)))));
            } else if (dice < 80) {
                resendOpen();
            } else if (dice < 84) {
                int victim = random.nextInt(3);
                if (crashed.size() < 2 && crashed.add(victim)) {
                    if (random.nextBoolean()) {
                        world.crashAndMarkDown(victim);
                    } else {
                        world.crash(victim);
                    }
                }
            } else if (dice < 90) {
                if (!crashed.isEmpty()) {
                    restart(crashed.pollFirst());
                }
            } else if (dice < 93) {
                int a = random.nextInt(3);
                world.cut((from, to) -> from == a || to == a);
                if (random.nextBoolean()) {
                    world.deaf(a);
                    world.markDown(a);
                    crashed.add(a);
                }
            } else if (dice < 97) {
                world.healNetwork();
            } else {
                world.lose((to, m) -> random.nextInt(4) == 0);
            }
        }

        /** Mostly the primary; sometimes a former primary. */
        private int somebody() {
            return random.nextInt(3) == 0 ? random.nextInt(3) : world.map().primary();
        }

        private void restart(int id) {
            if (world.map().up.contains(id)) {
                world.markDown(id);
            }
            world.crash(id);
            world.boot(id);
        }

        private void heal() {
            world.healNetwork();
            for (int id : new int[] {0, 1, 2}) {
                if (crashed.contains(id) || !world.map().up.contains(id) || !world.node(id).alive) {
                    restart(id);
                }
            }
            crashed.clear();
        }

        private void resendOpen() {
            List<Sent> again = new ArrayList<>();
            for (Sent sent : open) {
                String oid = oidOf(sent.token);
                again.add(
                        sent.op.replied
                                ? sent
                                : new Sent(
                                        sent.token,
                                        world.send(
                                                world.map().primary(),
                                                world.appendOp(sent.token.reqid, oid, sent.token.text))));
                earlier.add(sent);
            }
            open.clear();
            open.addAll(again);
        }

        private final List<Sent> earlier = new ArrayList<>();

        private String oidOf(Token token) {
            for (Map.Entry<String, List<Token>> e : tokens.entrySet()) {
                if (e.getValue().contains(token)) {
                    return e.getKey();
                }
            }
            throw new AssertionError();
        }

        private void collect() {
            for (List<Sent> list : List.of(open, earlier)) {
                for (Sent sent : list) {
                    if (sent.op.replied && sent.token.acked == Long.MAX_VALUE) {
                        assertThat(sent.op.result).isZero();
                        sent.token.acked = world.now();
                    }
                }
            }
            open.removeIf(sent -> sent.token.acked != Long.MAX_VALUE);
        }

        private void check() {
            for (int i = 0; i < OBJECTS; i++) {
                String oid = "o" + i;
                String content = world.stored(world.map().primary(), oid);
                String end = content == null ? "" : content;
                for (int osd : world.map().acting()) {
                    assertThat(world.stored(osd, oid))
                            .as("seed %d: %s on osd.%d", seed, oid, osd)
                            .isEqualTo(content);
                }
                List<Token> all = tokens.getOrDefault(oid, List.of());
                for (Token token : all) {
                    int at = end.indexOf(token.text);
                    assertThat(at)
                            .as("seed %d: %s in %s %s", seed, token.text, oid, end)
                            .isNotNegative();
                    assertThat(end.indexOf(token.text, at + 1))
                            .as("seed %d: %s twice", seed, token.text)
                            .isNegative();
                    for (Token later : all) {
                        if (token.acked < later.firstSent) {
                            assertThat(end.indexOf(later.text))
                                    .as("seed %d: %s acknowledged before %s was sent", seed, token.text, later.text)
                                    .isGreaterThan(at);
                        }
                    }
                }
                for (Read read : reads.getOrDefault(oid, List.of())) {
                    if (!read.op.replied) {
                        continue;
                    }
                    String seen = read.op.result == 0 ? read.op.output : "";
                    assertThat(end)
                            .as("seed %d: read of %s at %d", seed, oid, read.sent)
                            .startsWith(seen);
                    for (Token token : all) {
                        if (token.acked < read.sent) {
                            assertThat(seen)
                                    .as("seed %d: stale read of %s", seed, oid)
                                    .contains(token.text);
                        }
                    }
                }
            }
        }
    }
}
