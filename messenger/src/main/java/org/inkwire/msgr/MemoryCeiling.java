// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.Collection;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.msgr.onwire.Transcript;

/**
 * The most buffer memory a messenger can hold, from the bounds it was given; {@code docs/ARCHITECTURE.md} has the formula in
 * words. Not counted: what handlers keep of messages whose policy has no throttles, the kernel's socket buffers, and what a
 * pooling allocator rounds up and keeps for later. Immutable.
 *
 * @param received bytes of messages being read, waiting for dispatch, or held by handlers
 * @param receiving bytes each connection holds beside that, on the way in
 * @param queued bytes each connection may have on its sending side
 * @param sending bytes each connection holds beside that, on the way out
 */
public record MemoryCeiling(long received, long receiving, long queued, long sending) {
    /**
     * @param policies throttles of the messenger's policies, each once
     * @param largestSent {@link SendLimits#charge} of the largest message that is ever sent
     */
    public static MemoryCeiling of(MessengerConfig config, Collection<PolicyThrottles> policies, long largestSent) {
        long largestReceived = SendLimits.MESSAGE_BYTES + 2L * config.maxFrontBytes() + config.maxDataBytes();
        // One that is larger than a throttle goes alone.
        long received = Math.max(config.dispatchThrottleBytes(), largestReceived);
        for (PolicyThrottles policy : policies) {
            long max = policy.bytes().max();
            received += max == 0 ? Long.MAX_VALUE / 4 : Math.max(max, largestReceived);
        }
        // While a chunk is changed there are two.
        long receiving = MessengerConfig.DISPATCH_RESERVE_MESSAGES * MessengerConfig.DISPATCH_RESERVE_MESSAGE_BYTES
                + 2L * ReceiveBuffer.CHUNK_BYTES
                + 2L * Transcript.MAX_BYTES;
        SendLimits limits = config.sendLimits();
        // sendMessage up to the overflow, and the line of those who wait in send.
        long queued = Math.max(limits.overflowBytes(), largestSent) + Math.max(limits.bytes(), largestSent);
        // What made the socket full, and what was being encoded then, in a buffer that grows by doubling.
        long sending =
                ConnectedSocket.OUTBOUND_HIGH_BYTES + largestSent + 2 * (GatherBuffer.GATHER_BYTES + largestSent);
        return new MemoryCeiling(received, receiving, queued, sending);
    }

    /** @return bytes with so many connections, open or in their handshake */
    public long bytes(int connections) {
        return received + connections * (receiving + queued + sending);
    }
}
