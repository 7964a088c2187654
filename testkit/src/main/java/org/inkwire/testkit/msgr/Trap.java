// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A place in a user's code that throws once it is armed: something an exception handler expects, or an error that the
 * JVM itself raises. Any thread.
 */
public final class Trap {
    /** What it throws, made as in real life. */
    public enum Kind {
        EXCEPTION {
            @Override
            void spring() {
                throw new IllegalStateException("planned");
            }
        },
        STACK_OVERFLOW {
            @Override
            void spring() {
                deeper(1);
            }
        },
        OUT_OF_MEMORY {
            @Override
            void spring() {
                reserve(Integer.MAX_VALUE);
            }
        };

        abstract void spring();

        private static int deeper(int depth) {
            return depth == 0 ? 0 : depth + deeper(depth + 1);
        }

        private static byte[] reserve(int bytes) {
            return new byte[bytes];
        }
    }

    private volatile @Nullable Kind armed;
    private final AtomicInteger sprung = new AtomicInteger();

    public void arm(Kind kind) {
        sprung.set(0);
        armed = kind;
    }

    public void disarm() {
        armed = null;
    }

    /** Times it has thrown since it was armed. */
    public int sprung() {
        return sprung.get();
    }

    /** Throws if it is armed. */
    public void step() {
        Kind kind = armed;
        if (kind != null) {
            sprung.incrementAndGet();
            kind.spring();
        }
    }

    /** A registry that knows {@link TextMessage} and {@link Trapped}. */
    public static MessageRegistry registry(Trap decoding, Trap releasing) {
        return MessageRegistry.builder()
                .add(TextMessage.TYPE, "TextMessage", 1, (header, front, data) -> new TextMessage(front.string()))
                .add(Trapped.TYPE, "Trapped", 1, (header, front, data) -> {
                    decoding.step();
                    return new Trapped(new Trap(), new Trap(), releasing);
                })
                .build();
    }

    /** A message with traps in its own code. */
    public static final class Trapped extends Message {
        public static final int TYPE = 0x7002;

        private final Trap measuring;
        private final Trap encoding;
        private final Trap releasing;

        public Trapped(Trap measuring, Trap encoding, Trap releasing) {
            super(TYPE, 1, 1);
            this.measuring = measuring;
            this.encoding = encoding;
            this.releasing = releasing;
        }

        @Override
        public long frontBytesHint() {
            measuring.step();
            return 0;
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.string("some of it is written");
            encoding.step();
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            releasing.step();
        }
    }
}
