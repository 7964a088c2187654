// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;

/**
 * The ledger's side. Dispatch must not wait for a disk, so the journal has its own center (a thread of control).
 *
 * <p>An entry counts once: it is applied only if its number is the next one. A smaller number was already applied; the
 * teller resent it because it never saw the receipt. A larger one was sent before the teller learned that this process
 * is new; the teller resends it in order.
 */
final class Ledger implements Dispatcher {
    private final EventCenter writer;
    private final Journal journal;
    private boolean flushQueued;
    private long applied;
    private long repeated;
    private long early;

    /** @param writer center that confines the journal and the state of this object */
    Ledger(EventCenter writer, Journal journal) {
        this.writer = writer;
        this.journal = journal;
    }

    @Override
    public boolean msDispatch(Connection from, Message message) {
        if (message instanceof Entry entry) {
            // Only the fields of the message are kept, so it need not be retained.
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
