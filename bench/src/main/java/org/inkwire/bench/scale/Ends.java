// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import java.util.function.BiConsumer;
import org.inkwire.bench.EchoMessage;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.Message;

/** Messengers whose handlers run on the workers. Stateless, any thread. */
final class Ends {
    private Ends() {}

    static Messenger messenger(
            NetworkStack stack, EntityName name, Policy policy, BiConsumer<Connection, EchoMessage> handler) {
        Messenger messenger = Messenger.create(
                stack,
                MessengerConfig.builder("scale", name, EchoMessage.registry())
                        .randomNonce()
                        .authClient(AuthNone.client(new AuthEntityName(name.type(), "scale"), () -> 1))
                        .authServer(AuthNone.server())
                        .conclude());
        messenger.defaultPolicy(policy);
        messenger.addDispatcher(new Dispatcher() {
            @Override
            public boolean msCanFastDispatch(Message message) {
                return true;
            }

            @Override
            public void msFastDispatch(Connection connection, Message message) {
                handler.accept(connection, (EchoMessage) message);
            }
        });
        return messenger;
    }
}
