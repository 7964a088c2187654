// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.MalformedInputException;

/** Tag → decoder of control frames. Stateless. */
public final class ControlFrames {
    private ControlFrames() {}

    /**
     * @param payload borrowed: segment 0; trailing bytes a newer peer appended are ignored
     * @throws MalformedInputException if the payload is short or its values are out of range
     */
    public static ControlFrame decode(Tag tag, ByteBuf payload) {
        Decoder in = new Decoder(payload);
        return switch (tag) {
            case HELLO -> HelloFrame.decode(in);
            case AUTH_REQUEST -> AuthRequestFrame.decode(in);
            case AUTH_BAD_METHOD -> AuthBadMethodFrame.decode(in);
            case AUTH_REPLY_MORE -> AuthReplyMoreFrame.decode(in);
            case AUTH_REQUEST_MORE -> AuthRequestMoreFrame.decode(in);
            case AUTH_DONE -> AuthDoneFrame.decode(in);
            case AUTH_SIGNATURE -> AuthSignatureFrame.decode(in);
            case CLIENT_IDENT -> ClientIdentFrame.decode(in);
            case SERVER_IDENT -> ServerIdentFrame.decode(in);
            case IDENT_MISSING_FEATURES -> IdentMissingFeaturesFrame.decode(in);
            case SESSION_RECONNECT -> ReconnectFrame.decode(in);
            case SESSION_RESET -> ResetFrame.decode(in);
            case SESSION_RETRY -> RetryFrame.decode(in);
            case SESSION_RETRY_GLOBAL -> RetryGlobalFrame.decode(in);
            case SESSION_RECONNECT_OK -> ReconnectOkFrame.decode(in);
            case WAIT -> WaitFrame.decode(in);
            case KEEPALIVE2 -> Keepalive2Frame.decode(in);
            case KEEPALIVE2_ACK -> Keepalive2AckFrame.decode(in);
            case ACK -> AckFrame.decode(in);
            case MESSAGE -> throw new MalformedInputException("MESSAGE is not a control frame");
        };
    }
}
