// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;

/**
 * The ledger's side. Dispatch must not wait for a disk, so the journal has a center, a thread of control, of its own.
 *
 * <p>An entry counts once: it is applied only if its number is the next one. A smaller number was applied before: the
 * teller sent it again because it never saw the receipt. A larger one was sent before the teller knew that this process
 * is new; the teller sends it again, in order.
 */
final class Ledger implements Dispatcher {
    private final EventCenter writer;
    private final Journal journal;
    private boolean flushQueued;
    private long applied;
    private long repeated;
    private long early;

    /** @param writer the journal and everything here is used on it only */
    Ledger(EventCenter writer, Journal journal) {
        this.writer = writer;
        this.journal = journal;
    }

    @Override
    public boolean msDispatch(Connection from, Message message) {
        if (message instanceof Entry entry) {
            // Nothing of the message is kept but its fields, so it need not be retained.
            writer.submit(() -> apply(from, entry.number, entry.amount, entry.text));
            return true;
        }
        return false;
    }

    private void apply(Connection from, long number, long amount, String text) {
        if (number == journal.last() + 1) {
            journal.append(number, amount, text);
            applied++;
        } else if (number <= journal.last()) {
            repeated++;
        } else {
            early++;
        }
        if (!flushQueued) {
            // Runs behind the entries that are queued already: one write to disk for all of them.
            flushQueued = true;
            writer.submit(() -> flush(from));
        }
    }

    private void flush(Connection from) {
        flushQueued = false;
        try {
            journal.force();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        from.sendMessage(new Receipt(journal.last()));
    }

    /** On the writer's center. */
    String summary() {
        return "applied=" + applied + " repeated=" + repeated + " early=" + early;
    }
}
