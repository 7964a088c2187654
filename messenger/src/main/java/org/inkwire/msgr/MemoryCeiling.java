// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.Collection;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.msgr.onwire.Transcript;

/**
 * The most buffer memory a messenger can hold, computed from its configured bounds; {@code docs/ARCHITECTURE.md}
 * explains the formula. Not counted: messages that handlers keep under a policy without throttles, the kernel's socket
 * buffers, and memory that a pooling allocator adds by rounding up or caching. Immutable.
 *
 * @param received bytes of messages being read, waiting for dispatch, or held by handlers
 * @param receiving further receive bytes of each connection
 * @param queued bytes each connection may have queued for sending
 * @param sending further send bytes of each connection
 */
public record MemoryCeiling(long received, long receiving, long queued, long sending) {
    /**
     * @param policies distinct throttles of the messenger's policies
     * @param largestSent {@link SendLimits#charge} of the largest message ever sent
     */
    public static MemoryCeiling of(MessengerConfig config, Collection<PolicyThrottles> policies, long largestSent) {
        long largestReceived = SendLimits.MESSAGE_BYTES + 2L * config.maxFrontBytes() + config.maxDataBytes();
        // A message larger than a throttle passes alone.
        long received = Math.max(config.dispatchThrottleBytes(), largestReceived);
        for (PolicyThrottles policy : policies) {
            long max = policy.bytes().max();
            received += max == 0 ? Long.MAX_VALUE / 4 : Math.max(max, largestReceived);
        }
        // Two chunks exist while one replaces the other.
        long receiving = MessengerConfig.DISPATCH_RESERVE_MESSAGES * MessengerConfig.DISPATCH_RESERVE_MESSAGE_BYTES
                + 2L * ReceiveBuffer.CHUNK_BYTES
                + 2L * Transcript.MAX_BYTES;
        SendLimits limits = config.sendLimits();
        // sendMessage up to the overflow, plus the messages waiting in send, plus what others have not seen yet.
        long queued = Math.max(limits.overflowBytes(), largestSent)
                + Math.max(limits.bytes(), largestSent)
                + SendLimits.AHEAD_BYTES;
        // What filled the socket, plus the message being encoded then, in a buffer that grows by doubling.
        long sending =
                ConnectedSocket.OUTBOUND_HIGH_BYTES + largestSent + 2 * (GatherBuffer.GATHER_BYTES + largestSent);
        return new MemoryCeiling(received, receiving, queued, sending);
    }

    /** @return bytes with {@code connections} connections, open or in handshake */
    public long bytes(int connections) {
        return received + connections * (receiving + queued + sending);
    }
}
