// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;

/**
 * The ledger's process: {@code LedgerMain JOURNAL MIN_PORT MAX_PORT}. Shuts down cleanly when its standard input ends.
 */
public final class LedgerMain {
    private LedgerMain() {}

    public static void main(String[] args) throws Exception {
        NetworkStack stack = NetworkStack.start(StackConfig.defaults());
        EventCenter writer = stack.newCenter("journal");
        Journal journal = Journal.open(Path.of(args[0]));
        Ledger ledger = new Ledger(writer, journal);
        long last = journal.last();
        // Nonce 0: the address stays the same after a restart, so a teller's session finds the new process.
        Messenger messenger = Messenger.create(
                stack,
                LedgerProtocol.config("ledger", LedgerProtocol.LEDGER).nonce(0).conclude());
        messenger.defaultPolicy(Policy.statefulServer());
        messenger.addDispatcher(ledger);
        var address = messenger
                .bind(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]), Integer.parseInt(args[2]))
                .toCompletableFuture()
                .get();
        messenger.start();
        System.out.println("address=" + address + " last=" + last);
        while (System.in.read() >= 0) {
            // The input carries no commands; only its end matters.
        }
        messenger.shutdown().toCompletableFuture().get();
        System.out.println(
                CompletableFuture.supplyAsync(ledger::summary, writer).get());
        stack.shutdown().toCompletableFuture().get();
        journal.close();
    }
}
