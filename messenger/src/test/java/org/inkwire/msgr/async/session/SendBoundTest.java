// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.inkwire.msgr.SendLimits;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

class SendBoundTest {
    private static final class Note extends Message {
        private final long front;

        Note(int data, long front) {
            super(1, 1, 1);
            this.front = front;
            data(Unpooled.wrappedBuffer(new byte[data]));
        }

        @Override
        public long frontBytesHint() {
            return front;
        }

        @Override
        protected void encodeFront(Encoder out, long features) {}
    }

    private static Note note() {
        return new Note(0, 0);
    }

    private int timesRoomWasMade;
    private final SendBound bound = new SendBound(new SendLimits(3, 4000, 5, 8000), () -> timesRoomWasMade++);
    private final SendLine line = new SendLine(bound);
    private final List<Message> inbox = new ArrayList<>();

    @Test
    void aMessageCostsItsPartsAndAFixedAmount() {
        bound.tryAdd(new Note(1000, 500));
        assertThat(bound.messages()).isEqualTo(1);
        assertThat(bound.bytesHere()).isEqualTo(1000 + 500 + SendLimits.MESSAGE_BYTES);
    }

    @Test
    void itIsFullByMessages() {
        for (int i = 0; i < 3; i++) {
            assertThat(bound.tryAdd(note())).isTrue();
        }
        assertThat(bound.tryAdd(note())).isFalse();
        assertThat(bound.hasRoom()).isFalse();
        assertThat(bound.messages()).isEqualTo(3);
    }

    @Test
    void itIsFullByBytes() {
        assertThat(bound.tryAdd(new Note(3000, 0))).isTrue();
        assertThat(bound.tryAdd(new Note(1000, 0))).isFalse();
        assertThat(bound.tryAdd(new Note(100, 0))).isTrue();
    }

    @Test
    void aMessageAboveTheLimitIsAcceptedAlone() {
        assertThat(bound.tryAdd(new Note(50_000, 0))).isTrue();
        assertThat(bound.tryAdd(note())).isFalse();
    }

    @Test
    void whatTheCenterAddsAndRemovesBetweenTwoSettlementsIsSeenByItAlone() {
        SendBound wide = new SendBound(SendLimits.DEFAULT, () -> timesRoomWasMade++);
        Note sent = note();
        assertThat(wide.addHere(sent)).isTrue();
        assertThat(wide.messages()).isZero();
        assertThat(wide.messagesHere()).isEqualTo(1);
        wide.drop(sent);
        wide.settle();
        assertThat(wide.isEmpty()).isTrue();
        assertThat(timesRoomWasMade).isEqualTo(1);
    }

    @Test
    void theCenterKeepsAtMostAnEighthOfTheLimitsToItself() {
        assertThat(bound.addHere(note())).isTrue();
        assertThat(bound.messages()).as("of 3").isEqualTo(1);
        SendBound few = new SendBound(new SendLimits(16, 1 << 20, 16, 1 << 20), () -> {});
        few.addHere(note());
        few.addHere(note());
        assertThat(few.messages()).as("of 16").isZero();
        few.addHere(note());
        assertThat(few.messages()).as("of 16").isEqualTo(3);
        SendBound small = new SendBound(new SendLimits(1000, 8000, 1000, 8000), () -> {});
        small.addHere(new Note(700, 0));
        assertThat(small.messages()).as("of 8000 bytes").isZero();
        small.addHere(new Note(100, 0));
        assertThat(small.messages()).as("of 8000 bytes").isEqualTo(2);
    }

    @Test
    void whatTheCenterAddsReachesTheOthersWhenItSettlesOrAfterManyBytes() {
        SendBound wide = new SendBound(SendLimits.DEFAULT, () -> {});
        wide.addHere(note());
        assertThat(wide.messages()).isZero();
        wide.addHere(new Note(64 << 10, 0));
        assertThat(wide.messages()).isEqualTo(2);
        wide.addHere(note());
        wide.settle();
        assertThat(wide.messages()).isEqualTo(3);
    }

    @Test
    void theCenterKeepsToTheSameLimitsTogetherWithTheOthers() {
        assertThat(bound.tryAdd(note())).isTrue();
        assertThat(bound.tryAddHere(note())).isTrue();
        assertThat(bound.tryAddHere(note())).isTrue();
        assertThat(bound.tryAddHere(note())).isFalse();
        assertThat(bound.addHere(note())).isTrue();
        assertThat(bound.addHere(note())).isTrue();
        assertThat(bound.addHere(note())).isFalse();
        assertThat(bound.messagesHere()).isEqualTo(5);
    }

    @Test
    void aSenderThatNeverWaitsIsCountedUpToTheOverflow() {
        for (int i = 0; i < 5; i++) {
            assertThat(bound.add(note())).isTrue();
        }
        assertThat(bound.add(note())).isFalse();
        assertThat(bound.messages()).isEqualTo(5);
        assertThat(bound.tryAdd(note())).isFalse();
    }

    @Test
    void aMessageGivesBackWhatItCostEvenIfItsOwnerChangedItMeanwhile() {
        Note m = new Note(1000, 0);
        bound.tryAdd(m);
        m.data(Unpooled.EMPTY_BUFFER);
        bound.drop(m);
        bound.settle();
        assertThat(bound.isEmpty()).isTrue();
        assertThat(m.refCnt()).isZero();
        assertThat(timesRoomWasMade).isEqualTo(1);
    }

    @Test
    void givingBackMoreThanWasCountedIsABug() {
        bound.drop(note());
        assertThatThrownBy(bound::settle).isInstanceOf(AssertionError.class);
    }

    private List<Message> fill() {
        List<Message> all = List.of(note(), note(), note());
        all.forEach(m -> assertThat(bound.tryAdd(m)).isTrue());
        return all;
    }

    private static boolean isDone(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally();
    }

    @Test
    void waitersAreServedInTurnAsRoomAppears() {
        List<Message> before = fill();
        Note first = note();
        Note second = note();
        CompletionStage<Void> firstIn = line.join(first);
        CompletionStage<Void> secondIn = line.join(second);
        line.serve(inbox::add);
        assertThat(inbox).isEmpty();

        bound.drop(before.get(0));
        bound.settle();
        line.serve(inbox::add);
        assertThat(inbox).containsExactly(first);
        assertThat(isDone(firstIn)).isTrue();
        assertThat(isDone(secondIn)).isFalse();
        assertThat(line.isEmpty()).isFalse();

        bound.drop(before.get(1));
        bound.settle();
        line.serve(inbox::add);
        assertThat(inbox).containsExactly(first, second);
        assertThat(isDone(secondIn)).isTrue();
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void aLineThatIsFullItselfRefuses() {
        fill();
        for (int i = 0; i < 3; i++) {
            line.join(note());
        }
        Note refused = note();
        assertThatThrownBy(() -> line.join(refused).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(refused.refCnt()).isZero();
        assertThat(line.messages()).isEqualTo(3);
    }

    @Test
    void aCallerThatAskedForRoomIsNotifiedOnceTheLineIsEmpty() {
        List<Message> before = fill();
        Note waiting = note();
        line.join(waiting);
        CompletionStage<Void> room = line.whenRoom();
        bound.drop(before.get(0));
        bound.settle();
        line.serve(inbox::add);
        assertThat(isDone(room)).as("taken by the message in line").isFalse();
        bound.drop(before.get(1));
        bound.settle();
        line.serve(inbox::add);
        assertThat(isDone(room)).isTrue();
        assertThat(line.isWanted()).isFalse();
    }

    @Test
    void aClosedConnectionFailsThoseWhoWait() {
        fill();
        Note waiting = note();
        CompletionStage<Void> accepted = line.join(waiting);
        CompletionStage<Void> room = line.whenRoom();
        line.fail("gone");
        assertThatThrownBy(() -> accepted.toCompletableFuture().join()).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> room.toCompletableFuture().join()).hasCauseInstanceOf(IOException.class);
        assertThat(waiting.refCnt()).isZero();
        assertThat(line.isWanted()).isFalse();
    }
}
