// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import io.netty.util.Recycler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.function.Function;

/**
 * Messages of one class that are used again, for those who want no garbage. A message returns here when its last
 * reference is dropped, on whatever thread, and whoever touches it afterwards touches another message. Any thread may
 * take; the messenger's own threads, and every other {@link FastThreadLocalThread}, have a pool each, and the rest get a
 * new message each time.
 *
 * <pre>{@code
 * final class Ping extends Message {
 *     private static final MessagePool<Ping> POOL = new MessagePool<>(Ping::new);
 *     private long stamp;
 *
 *     private Ping(MessagePool.Home home) {
 *         super(TYPE, 1, 1, home);
 *     }
 *
 *     static Ping of(long stamp) {
 *         Ping ping = POOL.take();
 *         ping.stamp = stamp;
 *         return ping;
 *     }
 * }
 * }</pre>
 */
public final class MessagePool<M extends Message> {
    /** Where a message returns to. */
    public static final class Home {
        private final Recycler.Handle<Message> handle;

        private Home(Recycler.Handle<Message> handle) {
            this.handle = handle;
        }

        void take(Message message) {
            handle.recycle(message);
        }
    }

    /** For each thread. */
    private static final int MOST_KEPT = 4 << 10;
    /** Of so many that are made one is kept: a burst leaves few behind. */
    private static final int MADE_FOR_EACH_KEPT = 8;
    /** Of those kept, so many are reached without an atomic operation. */
    private static final int AT_HAND = 256;

    private final Recycler<Message> recycler;

    /** @param maker makes a message that hands the given home to {@link Message}'s constructor */
    public MessagePool(Function<? super Home, ? extends M> maker) {
        // Unguarded: the count of references sees to it that a message returns once.
        this.recycler = new Recycler<>(MOST_KEPT, MADE_FOR_EACH_KEPT, AT_HAND, true) {
            @Override
            protected Message newObject(Handle<Message> handle) {
                return maker.apply(new Home(handle));
            }
        };
    }

    /** A message with one reference, without segments, its tid 0 and its priority the default: given. */
    @SuppressWarnings("unchecked") // the maker makes no others
    public M take() {
        M message = (M) recycler.get();
        message.beginUse();
        return message;
    }
}
