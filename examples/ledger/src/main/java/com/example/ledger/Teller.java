// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.wire.message.Message;

/**
 * The teller's side. While the ledger lives, its lossless session delivers every entry once and in order, whatever
 * happens to TCP connections; no code here is needed for that. If the ledger's process is lost, so is the session, and
 * the teller resends every entry without a receipt. Any thread.
 */
final class Teller implements Dispatcher {
    private record Line(long number, long amount, String text) {
        Entry message() {
            return new Entry(number, amount, text);
        }
    }

    private final LongConsumer onReceipt;
    private final ArrayDeque<Line> withoutReceipt = new ArrayDeque<>();
    private long number;
    private long connects;
    private long resets;
    private long sentAgain;

    /**
     * @param last number of the entry before the first one to be sent
     * @param onReceipt receives the number of further entries on disk; must not block
     */
    Teller(long last, LongConsumer onReceipt) {
        this.number = last;
        this.onReceipt = onReceipt;
    }

    /** Sends the next entry. The lock keeps the order when {@link #msHandleRemoteReset} sends concurrently. */
    synchronized void send(Connection ledger, long amount, String text) {
        Line line = new Line(++number, amount, text);
        withoutReceipt.addLast(line);
        ledger.sendMessage(line.message());
    }

    @Override
    public boolean msDispatch(Connection from, Message message) {
        if (message instanceof Receipt receipt) {
            onReceipt.accept(forget(receipt.upTo));
            return true;
        }
        return false;
    }

    private synchronized long forget(long upTo) {
        long before = withoutReceipt.size();
        while (!withoutReceipt.isEmpty() && withoutReceipt.peekFirst().number <= upTo) {
            withoutReceipt.removeFirst();
        }
        return before - withoutReceipt.size();
    }

    @Override
    public synchronized void msHandleConnect(Connection ledger) {
        connects++;
    }

    /** The ledger is a new process: what it has not written down, it does not know. */
    @Override
    public synchronized void msHandleRemoteReset(Connection ledger) {
        resets++;
        sentAgain += withoutReceipt.size();
        withoutReceipt.forEach(line -> ledger.sendMessage(line.message()));
    }

    synchronized long sent() {
        return number;
    }

    synchronized String summary() {
        return "last=" + number + " connects=" + connects + " resets=" + resets + " again=" + sentAgain;
    }
}
