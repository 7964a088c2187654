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
        } catch (Throwable e) {
            broke(e);
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
        giveUp(errno, why, null);
    }

    private void giveUp(Errno errno, String why, @Nullable Throwable cause) {
        String text = what + ": " + why;
        fail(
                sent
                        ? new RadosException.OutcomeUnknown(errno, text, cause)
                        : new RadosException.NotSent(errno, text, cause));
    }

    /** Something in this process failed at it: ENOMEM or EIO, with the cause. */
    void broke(Throwable cause) {
        boolean memory = cause instanceof OutOfMemoryError;
        giveUp(memory ? Errno.ENOMEM : Errno.EIO, "it failed in this process: " + cause, cause);
    }

    /** @return false if its message cannot be built: it has failed */
    boolean send(long tid, Connection connection) {
        Message message;
        try {
            message = build.get();
            message.tid(tid);
        } catch (Throwable e) {
            broke(e);
            return false;
        }
        sent = true;
        connection.sendMessage(message);
        return true;
    }

    private void cancelDeadline() {
        EventCenter.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
    }
}
