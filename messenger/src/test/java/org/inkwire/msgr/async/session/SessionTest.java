// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.SendLimits;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final class Note extends Message {
        private final String text;

        Note(String text, int priority) {
            super(1, 1, 1);
            this.text = text;
            priority(priority);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {}

        @Override
        public String toString() {
            return text + "@" + seq();
        }
    }

    private final SendBound bound = new SendBound(SendLimits.DEFAULT, () -> {});
    private final Session session = new Session(bound, Policy.losslessPeer());

    private Note queue(String text, int priority) {
        Note note = new Note(text, priority);
        assertThat(bound.add(note)).isTrue();
        session.outQueue.add(note);
        return note;
    }

    /** Sends everything, as a write pass does. */
    private List<String> sendAll() {
        List<String> sent = new ArrayList<>();
        for (Message m = session.outQueue.poll(); m != null; m = session.outQueue.poll()) {
            m.seq(++session.outSeq);
            session.keep(m);
            sent.add(m.toString());
        }
        return sent;
    }

    @Test
    void higherPriorityGoesFirstAndOneLaneKeepsItsOrder() {
        queue("a", 127);
        queue("b", 127);
        queue("low", 63);
        queue("high", 196);
        assertThat(session.outQueue.size()).isEqualTo(4);
        assertThat(sendAll()).containsExactly("high@1", "a@2", "b@3", "low@4");
        assertThat(session.outQueue.isEmpty()).isTrue();
    }

    @Test
    void whatIsUnacknowledgedGoesOutAgainFirstAndUnderItsOldNumber() {
        queue("a", 127);
        queue("b", 127);
        queue("c", 127);
        sendAll();
        session.acknowledged(1);
        queue("urgent", 255);
        session.requeueSent();
        assertThat(sendAll()).containsExactly("b@2", "c@3", "urgent@4");
    }

    @Test
    void whatThePeerTurnsOutToHaveIsNotSentAgain() {
        queue("a", 127);
        queue("b", 127);
        queue("c", 127);
        sendAll();
        session.requeueSent();
        session.discardRequeuedUpTo(2);
        assertThat(sendAll()).containsExactly("c@3");
    }

    @Test
    void aNewSessionNumbersFromOne() {
        queue("a", 127);
        queue("b", 127);
        sendAll();
        session.inSeq = 9;
        session.restartCounters();
        assertThat(session.inSeq).isZero();
        assertThat(sendAll()).containsExactly("a@1", "b@2");
    }

    @Test
    void aResetForgetsEverythingAndReleasesIt() {
        Note kept = queue("a", 127);
        session.establishedForClient(5, 1, 6, 2);
        session.countBeyond(6);
        session.reset();
        assertThat(kept.refCnt()).isZero();
        assertThat(session.clientCookie() + session.serverCookie() + session.connectSeq())
                .isZero();
    }

    @Test
    void whatWasWrittenIsNoLongerUnsentButStillCounted() {
        queue("a", 127);
        queue("b", 127);
        assertThat(session.unsentMessages()).isEqualTo(2);
        assertThat(session.unsentBytes()).isEqualTo(2 * SendLimits.MESSAGE_BYTES);
        sendAll();
        assertThat(session.unsentMessages()).isZero();
        assertThat(session.unsentBytes()).isZero();
        assertThat(bound.messages()).isEqualTo(2);
        session.acknowledged(1);
        assertThat(session.unsentBytes()).isZero();
        assertThat(bound.messagesHere()).isEqualTo(1);
        session.requeueSent();
        assertThat(session.unsentMessages()).isEqualTo(1);
        assertThat(session.unsentBytes()).isEqualTo(SendLimits.MESSAGE_BYTES);
        session.discardRequeuedUpTo(2);
        assertThat(bound.isEmpty()).isTrue();
    }

    @Test
    void anAckReleasesUpToItsNumberOnly() {
        Note a = queue("a", 127);
        Note b = queue("b", 127);
        sendAll();
        session.acknowledged(1);
        assertThat(a.refCnt()).isZero();
        assertThat(b.refCnt()).isEqualTo(1);
        session.dropQueues();
        assertThat(b.refCnt()).isZero();
    }
}
