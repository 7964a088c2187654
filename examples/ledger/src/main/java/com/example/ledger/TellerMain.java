// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * The teller's process: {@code TellerMain ADDRESS LAST}. Sends entries from number {@code LAST + 1} on until its
 * standard input ends, then waits for the receipts. A line {@code cut} on standard input aborts its TCP connections;
 * the reply is the number of receipts so far.
 */
public final class TellerMain {
    /** Maximum number of entries without a receipt: these are kept in memory and may be resent. */
    private static final int WINDOW = 1000;

    private static final int REPORT_EVERY = 1000;

    private TellerMain() {}

    /** The amount of an entry; the check computes it too. */
    static long amount(long number) {
        return number % 7 - 3;
    }

    public static void main(String[] args) throws Exception {
        EntityAddrVec address = EntityAddrVec.parse(args[0]);
        long last = Long.parseLong(args[1]);
        CableCutter cutter = new CableCutter();
        NetworkStack stack = NetworkStack.start(StackConfig.defaults().withDriver(cutter));
        Semaphore window = new Semaphore(WINDOW);
        AtomicLong receipts = new AtomicLong(last);
        Teller teller = new Teller(last, more -> {
            long before = receipts.getAndAdd(more);
            if (before / REPORT_EVERY != (before + more) / REPORT_EVERY) {
                System.out.println("receipts=" + (before + more));
            }
            window.release((int) more);
        });
        Messenger messenger = Messenger.create(
                stack,
                LedgerProtocol.config("teller", LedgerProtocol.TELLER)
                        .randomNonce()
                        .conclude());
        messenger.defaultPolicy(Policy.losslessClient());
        messenger.addDispatcher(teller);
        messenger.start();
        Connection ledger = messenger.connectTo(EntityType.OSD, address);
        Thread commands = new Thread(() -> obey(cutter, receipts), "commands");
        commands.start();
        while (commands.isAlive()) {
            window.acquire();
            long number = teller.sent() + 1;
            teller.send(ledger, amount(number), "entry " + number);
        }
        window.acquire(WINDOW);
        messenger.shutdown().toCompletableFuture().get();
        stack.shutdown().toCompletableFuture().get();
        System.out.println(teller.summary());
    }

    private static void obey(CableCutter cutter, AtomicLong receipts) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("cut")) {
                    cutter.cut();
                    System.out.println("cut=" + receipts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
