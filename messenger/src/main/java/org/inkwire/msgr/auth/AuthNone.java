// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.LongSupplier;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * AUTH_NONE: names are accepted without proof (protocol: auth section 2). Payload: u8 mode (10 to a monitor, 1 to
 * others), auth name, u64 global id. Any thread.
 */
public final class AuthNone {
    private static final int EOPNOTSUPP = 95;
    private static final List<Integer> CRC_ONLY = List.of(AuthMethod.CON_MODE_CRC);

    private AuthNone() {}

    /**
     * @param name the name we present
     * @param globalId the id a monitor gave us, or 0 until then; read per connection
     */
    public static AuthClient client(AuthEntityName name, LongSupplier globalId) {
        return peerType -> new ClientExchange(name, globalId, peerType);
    }

    /** The monitor's side: assigns a new global id to a peer without one. */
    public static AuthServer monServer(LongSupplier newGlobalId) {
        return peerType -> new ServerExchange(newGlobalId);
    }

    /** The side of all other daemons: the peer keeps the global id it presents. */
    public static AuthServer server() {
        return peerType -> new ServerExchange(() -> 0);
    }

    private record ClientExchange(AuthEntityName name, LongSupplier globalId, EntityType peerType)
            implements AuthClient.Exchange {
        @Override
        public AuthClient.Request request() {
            ByteBuf buf = Unpooled.buffer(32);
            Encoder out = new Encoder(buf);
            out.u8(peerType == EntityType.MON ? AuthMethod.MODE_MON : AuthMethod.MODE_AUTHORIZER);
            name.encode(out);
            out.u64(globalId.getAsLong());
            return new AuthClient.Request(AuthMethod.NONE, CRC_ONLY, ByteBufUtil.getBytes(buf));
        }

        @Override
        public AuthClient.Request badMethod(int method, int result, List<Integer> methods, List<Integer> modes) {
            throw new AuthException(
                    "the peer refuses what we offer, with result " + result + ": we offer methods "
                            + AuthMethod.names(List.of(AuthMethod.NONE)) + " and modes "
                            + AuthMethod.modeNames(CRC_ONLY)
                            + ", it wants methods " + AuthMethod.names(methods) + " and modes "
                            + AuthMethod.modeNames(modes),
                    result);
        }

        @Override
        public byte[] replyMore(byte[] payload) {
            throw new AuthException("unexpected AUTH_REPLY_MORE for auth none");
        }

        @Override
        public AuthClient.Result done(long newGlobalId, int mode, byte[] payload) {
            if (mode != AuthMethod.CON_MODE_CRC) {
                throw new AuthException("peer chose connection mode " + mode + " for auth none");
            }
            return AuthClient.Result.NONE;
        }
    }

    private record ServerExchange(LongSupplier newGlobalId) implements AuthServer.Exchange {
        @Override
        public AuthServer.Reply request(int method, List<Integer> preferredModes, byte[] payload) {
            if (method != AuthMethod.NONE || !preferredModes.contains(AuthMethod.CON_MODE_CRC)) {
                return new AuthServer.BadMethod(-EOPNOTSUPP, List.of(AuthMethod.NONE), CRC_ONLY);
            }
            if (payload.length == 0) {
                // Heartbeat peers may connect without an authorizer.
                return new AuthServer.Done(0, AuthMethod.CON_MODE_CRC, payload, AuthClient.Result.NONE, null);
            }
            Decoder in = new Decoder(Unpooled.wrappedBuffer(payload));
            int mode = in.u8();
            if (mode != AuthMethod.MODE_MON && mode != AuthMethod.MODE_AUTHORIZER) {
                throw new MalformedInputException("auth mode " + mode);
            }
            AuthEntityName name = AuthEntityName.decode(in);
            if (name.type() == EntityType.UNKNOWN) {
                throw new MalformedInputException("unknown entity type");
            }
            long presented = in.u64();
            long globalId = presented != 0 ? presented : newGlobalId.getAsLong();
            return new AuthServer.Done(globalId, AuthMethod.CON_MODE_CRC, new byte[0], AuthClient.Result.NONE, name);
        }

        @Override
        public AuthServer.Reply requestMore(byte[] payload) {
            throw new AuthException("unexpected AUTH_REQUEST_MORE for auth none");
        }
    }
}
