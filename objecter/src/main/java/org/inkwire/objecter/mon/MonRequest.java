// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/** One request that waits for its answer, across as many sessions as it takes. Confined to the MonClient's center. */
final class MonRequest<T> {
    private final String what;
    private final Supplier<Message> build;
    final int replyType;
    final CompletableFuture<T> future = new CompletableFuture<>();
    private final Function<Message, T> decode;

    private boolean sent;
    EventCenter.@Nullable Timer deadline;

    MonRequest(String what, Supplier<Message> build, int replyType, Function<Message, T> decode) {
        this.what = what;
        this.build = build;
        this.replyType = replyType;
        this.decode = decode;
    }

    /** @param reply borrowed */
    void complete(Message reply) {
        T value;
        try {
            value = decode.apply(reply);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        cancelDeadline();
        future.complete(value);
    }

    void fail(RuntimeException cause) {
        cancelDeadline();
        future.completeExceptionally(cause);
    }

    /** Fails as not sent or as outcome unknown, depending on whether it was sent. */
    void giveUp(Errno errno, String why) {
        String text = what + ": " + why;
        fail(sent ? new RadosException.OutcomeUnknown(errno, text) : new RadosException.NotSent(errno, text));
    }

    void send(long tid, Connection connection) {
        Message message = build.get();
        message.tid(tid);
        sent = true;
        connection.sendMessage(message);
    }

    private void cancelDeadline() {
        EventCenter.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
    }
}
