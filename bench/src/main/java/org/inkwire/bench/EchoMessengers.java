// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench;

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

/** Messengers for {@link EchoMessage}s: crc mode, auth none. Stateless, any thread. */
public final class EchoMessengers {
    private EchoMessengers() {}

    /** Where messages go. */
    @FunctionalInterface
    public interface OnMessage {
        /** @param message borrowed */
        void accept(Connection connection, EchoMessage message);
    }

    /**
     * One that is neither bound nor started.
     *
     * @param queued {@code handler} runs on the dispatch thread; otherwise on the worker that received the message
     */
    public static Messenger create(
            NetworkStack stack, EntityName name, Policy policy, boolean queued, OnMessage handler) {
        Messenger messenger = Messenger.create(
                stack,
                MessengerConfig.builder("bench", name, EchoMessage.registry())
                        .randomNonce()
                        .authClient(AuthNone.client(new AuthEntityName(name.type(), "bench"), () -> 1))
                        .authServer(AuthNone.server())
                        .conclude());
        messenger.defaultPolicy(policy);
        messenger.addDispatcher(new Dispatcher() {
            @Override
            public boolean msCanFastDispatch(Message message) {
                return !queued;
            }

            @Override
            public void msFastDispatch(Connection connection, Message message) {
                handler.accept(connection, (EchoMessage) message);
            }

            @Override
            public boolean msDispatch(Connection connection, Message message) {
                handler.accept(connection, (EchoMessage) message);
                return true;
            }
        });
        return messenger;
    }
}
