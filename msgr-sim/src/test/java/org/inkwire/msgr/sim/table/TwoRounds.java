// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.util.List;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthMethod;
import org.inkwire.msgr.auth.AuthServer;

/** Authentication that uses every frame: the first method is refused, the second takes one more round. */
final class TwoRounds {
    private static final int EOPNOTSUPP = 95;
    private static final int REFUSED = AuthMethod.CEPHX;
    private static final byte[] NOTHING = new byte[0];
    private static final List<Integer> CRC = List.of(AuthMethod.CON_MODE_CRC);

    private TwoRounds() {}

    static AuthClient client() {
        return peerType -> new AuthClient.Exchange() {
            @Override
            public AuthClient.Request request() {
                return new AuthClient.Request(REFUSED, CRC, NOTHING);
            }

            @Override
            public AuthClient.Request badMethod(int method, int result, List<Integer> methods, List<Integer> modes) {
                return new AuthClient.Request(methods.get(0), modes, NOTHING);
            }

            @Override
            public byte[] replyMore(byte[] payload) {
                return payload;
            }

            @Override
            public AuthClient.Result done(long globalId, int mode, byte[] payload) {
                return AuthClient.Result.NONE;
            }
        };
    }

    static AuthServer server() {
        return peerType -> new AuthServer.Exchange() {
            @Override
            public AuthServer.Reply request(int method, List<Integer> preferredModes, byte[] payload) {
                return method == REFUSED
                        ? new AuthServer.BadMethod(-EOPNOTSUPP, List.of(AuthMethod.NONE), CRC)
                        : new AuthServer.More(new byte[] {1});
            }

            @Override
            public AuthServer.Reply requestMore(byte[] payload) {
                return new AuthServer.Done(1, AuthMethod.CON_MODE_CRC, NOTHING, AuthClient.Result.NONE, null);
            }
        };
    }
}
