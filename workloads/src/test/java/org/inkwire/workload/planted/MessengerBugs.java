// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import java.util.ArrayDeque;
import net.bytebuddy.asm.Advice;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/** Bugs in the classes of a connection. Stateless. */
public final class MessengerBugs {
    private static final String PACKAGE = "org.inkwire.msgr.async.session.";

    private MessengerBugs() {}

    /** After a reconnect, the oldest message that the peer has not received is treated as received. */
    static PlantedBug droppedReplay() {
        return PlantedBug.in(PACKAGE + "Session", "discardRequeuedUpTo", DroppedReplay.class);
    }

    public static final class DroppedReplay {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) long seq) {
            if (PlantedBug.strikesOnceIn(10)) {
                seq++;
            }
        }
    }

    /** The later of two waiting messages is sent first. */
    static PlantedBug swappedMessages() {
        return PlantedBug.in(PACKAGE + "OutQueue", "poll", SwappedMessages.class);
    }

    public static final class SwappedMessages {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Return(readOnly = false) @Nullable Message next,
                @Advice.FieldValue("lanes") Object lanes,
                @Advice.FieldValue("again") ArrayDeque<Message> again) {
            if (next != null && again.isEmpty()) {
                next = swap(next, lanes, again);
            }
        }

        public static Message swap(Message first, Object lanes, ArrayDeque<Message> again) {
            if (!PlantedBug.strikesOnceIn(20)) {
                return first;
            }
            Message second = (Message) Hidden.call(lanes, "poll");
            if (second == null) {
                return first;
            }
            boolean swapped = first.priority() == second.priority();
            Message later = swapped ? first : second;
            // So that it is not treated as one that the peer already has.
            later.seq(Long.MAX_VALUE);
            again.addFirst(later);
            return swapped ? second : first;
        }
    }

    /** After a fault, the last message received is not counted as received. */
    static PlantedBug forgottenAck() {
        return PlantedBug.in(PACKAGE + "Session", "requeueSent", ForgottenAck.class);
    }

    public static final class ForgottenAck {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue(value = "inSeq", readOnly = false) long inSeq) {
            if (inSeq > 0 && PlantedBug.strikesOnceIn(10)) {
                inSeq--;
            }
        }
    }
}
