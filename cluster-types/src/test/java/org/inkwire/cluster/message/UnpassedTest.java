// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrCommandReply;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

class UnpassedTest {
    private static final Throwable NO_MEMORY = new OutOfMemoryError("of a test");
    private static final Throwable BUG = new IllegalStateException("of a test");

    private static ByteBuf output() {
        return Unpooled.copiedBuffer(new byte[] {1, 2, 3});
    }

    private static MOSDOpReply answer(int flag, int code) {
        MOSDOp request = MOSDOp.builder(SpgId.of(new PgId(1, 0)), 5, ObjectLocator.of(1, ""), "o")
                .flags(flag)
                .ops(List.of(OSDOp.of(code)))
                .build();
        request.tid(77);
        List<OSDOp> done = List.of(OSDOp.of(code).output(output()));
        return MOSDOpReply.to(request, 0, 5, OsdFlag.ONDISK, done, EVersion.ZERO, 9);
    }

    @Test
    void aReadThatCannotBeAnsweredFailsWithTheCause() {
        MOSDOpReply read = answer(OsdFlag.READ, OpCode.READ);
        MOSDOpReply instead = (MOSDOpReply) Unpassed.insteadOf(read, NO_MEMORY);
        assertThat(instead.result()).isEqualTo(Errno.ENOMEM.result());
        assertThat(instead.tid()).isEqualTo(77);
        assertThat(instead.oid()).isEqualTo(read.oid());
        assertThat(instead.ops()).hasSameSizeAs(read.ops());
        assertThat(instead.data().isReadable()).isFalse();
        assertThat(((MOSDOpReply) Unpassed.insteadOf(read, BUG)).result()).isEqualTo(Errno.EIO.result());
    }

    @Test
    void aWriteHasBeenDoneSoItsAnswerIsNoOther() {
        assertThat(Unpassed.insteadOf(answer(OsdFlag.WRITE, OpCode.WRITEFULL), NO_MEMORY))
                .isNull();
    }

    @Test
    void anAnswerWithoutDataIsNotReplacedByAnother() {
        MOSDOpReply read = answer(OsdFlag.READ, OpCode.READ);
        assertThat(Unpassed.insteadOf(Unpassed.insteadOf(read, BUG), BUG)).isNull();
    }

    @Test
    void commandsFailWithTheirTid() {
        List<Message> answers = List.of(
                new MMonCommandAck(3, 0, "", List.of("{}"), output()),
                new MMgrCommandReply(0, "", output()),
                new MCommandReply(0, "", output()));
        for (Message answer : answers) {
            answer.tid(4);
            Message instead = Unpassed.insteadOf(answer, BUG);
            assertThat(instead).hasSameClassAs(answer);
            assertThat(instead.tid()).isEqualTo(4);
            assertThat(instead.data().isReadable()).isFalse();
        }
        assertThat(((MMonCommandAck) Unpassed.insteadOf(answers.get(0), BUG)).result())
                .isEqualTo(Errno.EIO.result());
    }

    @Test
    void whatCannotBeReceivedIsAnsweredByItsTid() {
        for (int type : List.of(MOSDOp.TYPE, MMonCommand.TYPE, MMgrCommand.TYPE, MCommand.TYPE)) {
            assertThat(Unpassed.answerTo(type, 12, NO_MEMORY).tid()).isEqualTo(12);
        }
        MOSDOpReply reply = (MOSDOpReply) Unpassed.answerTo(MOSDOp.TYPE, 12, NO_MEMORY);
        assertThat(reply.result()).isEqualTo(Errno.ENOMEM.result());
        // Whichever attempt it was.
        assertThat(reply.retryAttempt()).isNegative();
    }

    @Test
    void whatIsNoRequestIsNotAnswered() {
        assertThat(Unpassed.answerTo(MOSDOpReply.TYPE, 12, NO_MEMORY)).isNull();
    }
}
