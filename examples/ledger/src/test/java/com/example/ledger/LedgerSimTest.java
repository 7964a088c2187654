// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.sim.Seeds;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerSimTest {
    private static final int PORT = 6800;
    private static final int ENTRIES = 500;

    @TempDir
    Path directory;

    /** A messenger takes everything that could differ between two runs from its simulated process. */
    private static Messenger messenger(
            SimProcess on, MessengerConfig.Builder config, Policy policy, Dispatcher dispatcher) {
        Messenger messenger = Messenger.create(
                on.stack(),
                config.random(on.random())
                        .wallClock(on.wallClock())
                        .allocator(on.allocator())
                        .conclude());
        messenger.defaultPolicy(policy);
        messenger.addDispatcher(dispatcher);
        return messenger;
    }

    private Messenger startLedger(Simulation sim, SimProcess process) throws IOException {
        EventCenter writer = process.stack().newCenter("journal");
        Ledger ledger = new Ledger(writer, Journal.open(directory.resolve("journal")));
        MessengerConfig.Builder config = LedgerProtocol.config("ledger", LedgerProtocol.LEDGER);
        Messenger messenger = messenger(process, config, Policy.statefulServer(), ledger);
        sim.await(messenger.bind(process.host().ip(), PORT, PORT), Duration.ofSeconds(1));
        messenger.start();
        return messenger;
    }

    static LongStream seeds() {
        return Seeds.range(1, 4); // or the one of -Dinkwire.seed
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostOverABadNetworkWhenTheLedgerIsKilledTwice(long seed) throws IOException {
        Simulation sim = Simulation.of(seed);
        SimProcess ledger = sim.host("a").start("ledger", 1);
        SimProcess desk = sim.host("b").start("teller", 1);
        Messenger accepting = startLedger(sim, ledger);
        AtomicLong receipts = new AtomicLong();
        Teller teller = new Teller(0, receipts::addAndGet);
        MessengerConfig.Builder config = LedgerProtocol.config("teller", LedgerProtocol.TELLER)
                .random(desk.random())
                .randomNonce();
        Messenger dialling = messenger(desk, config, Policy.losslessClient(), teller);
        dialling.start();
        Connection connection = dialling.connectTo(EntityType.OSD, accepting.addrs());

        sim.network().faults(NetworkFaults.many());
        for (int i = 1; i <= ENTRIES; i++) {
            teller.send(connection, i, "entry");
            sim.run(Duration.ofMillis(1));
            if (i % 200 == 0) {
                ledger.kill();
                ledger = ledger.host().start("ledger", 1);
                startLedger(sim, ledger);
            }
        }

        assertThat(sim.runUntil(() -> receipts.get() == ENTRIES, Duration.ofHours(1)))
                .as("seed %d: %d receipts, %s", seed, receipts.get(), teller.summary())
                .isTrue();
        assertThat(teller.summary()).doesNotContain("resets=0");
        assertThat(Files.readAllLines(directory.resolve("journal")))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, ENTRIES)
                        .mapToObj(i -> i + " " + i + " entry")
                        .toList());
    }
}
