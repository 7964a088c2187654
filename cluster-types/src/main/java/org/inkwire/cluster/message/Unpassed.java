// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrCommandReply;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon answers when a request, or its answer, cannot pass the messenger: the request fails with the cause, and
 * its client does not send it again and again. Stateless, any thread.
 */
public final class Unpassed {
    private static final String NO_MEMORY = "no memory to send the output";
    private static final String NOT_RECEIVED = "no memory to receive the command";
    private static final String BROKEN = "the output cannot be encoded";

    private Unpassed() {}

    /**
     * Instead of an answer that cannot be encoded. There is none for a write's: it has been done, which its client
     * learns when it asks again. Nor for an answer without data, as this one has none either.
     *
     * @param answer borrowed
     * @return with one reference; null if the connection must close
     */
    public static @Nullable Message insteadOf(Message answer, Throwable cause) {
        if (!answer.data().isReadable()) {
            return null;
        }
        Errno errno = errno(cause);
        String status = errno == Errno.ENOMEM ? NO_MEMORY : BROKEN;
        Message instead = null;
        if (answer instanceof MOSDOpReply reply && !reply.has(OsdFlag.WRITE)) {
            return reply.refused(errno);
        } else if (answer instanceof MMonCommandAck ack) {
            instead = new MMonCommandAck(ack.version(), errno.result(), status, ack.cmd(), Unpooled.EMPTY_BUFFER);
        } else if (answer instanceof MMgrCommandReply) {
            instead = new MMgrCommandReply(errno.result(), status, Unpooled.EMPTY_BUFFER);
        } else if (answer instanceof MCommandReply) {
            instead = new MCommandReply(errno.result(), status, Unpooled.EMPTY_BUFFER);
        }
        if (instead != null) {
            instead.tid(answer.tid());
        }
        return instead;
    }

    /**
     * To a request that there is no memory to receive.
     *
     * @param type of the message
     * @return with one reference; null if it is no request, and the connection must close
     */
    public static @Nullable Message answerTo(int type, long tid, Throwable cause) {
        Errno errno = errno(cause);
        Message answer = switch (type) {
            case MOSDOp.TYPE -> MOSDOpReply.unreceived(tid, errno);
            case MMonCommand.TYPE ->
                new MMonCommandAck(0, errno.result(), NOT_RECEIVED, List.of(), Unpooled.EMPTY_BUFFER);
            case MMgrCommand.TYPE -> new MMgrCommandReply(errno.result(), NOT_RECEIVED, Unpooled.EMPTY_BUFFER);
            case MCommand.TYPE -> new MCommandReply(errno.result(), NOT_RECEIVED, Unpooled.EMPTY_BUFFER);
            default -> null;
        };
        if (answer != null) {
            answer.tid(tid);
        }
        return answer;
    }

    private static Errno errno(Throwable cause) {
        return cause instanceof OutOfMemoryError ? Errno.ENOMEM : Errno.EIO;
    }
}
