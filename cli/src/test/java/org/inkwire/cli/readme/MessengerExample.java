// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.readme;

import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;

public class MessengerExample {
    /** A message of our own: type 0x8000, one string. */
    static final class Note extends Message {
        final String text;

        Note(String text) {
            super(0x8000, 1, 1);
            this.text = text;
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.string(text);
        }
    }

    static final MessageRegistry TYPES = MessageRegistry.builder()
            .add(0x8000, "Note", 1, (header, front, data) -> new Note(front.string()))
            .build();

    static Messenger messenger(NetworkStack stack, String role, EntityName name, Policy policy, Dispatcher receiver) {
        Messenger messenger = Messenger.create(
                stack,
                MessengerConfig.builder(role, name, TYPES)
                        .randomNonce()
                        .authClient(AuthNone.client(AuthEntityName.parse("client.notes"), () -> 1))
                        .authServer(AuthNone.server())
                        .conclude());
        messenger.defaultPolicy(policy);
        messenger.addDispatcher(receiver);
        return messenger;
    }

    public static void main(String[] args) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        NetworkStack stack = NetworkStack.start(StackConfig.defaults());
        Messenger server = messenger(stack, "server", EntityName.osd(0), Policy.statelessServer(), new Dispatcher() {
            @Override
            public boolean msDispatch(Connection from, Message message) {
                from.sendMessage(new Note("you said: " + ((Note) message).text));
                return true;
            }
        });
        Messenger client = messenger(stack, "client", EntityName.client(1), Policy.lossyClient(), new Dispatcher() {
            @Override
            public boolean msDispatch(Connection from, Message message) {
                System.out.println(((Note) message).text);
                answered.countDown();
                return true;
            }
        });
        var address = server.bind(InetAddress.getLoopbackAddress(), 0, 0)
                .toCompletableFuture()
                .get();
        server.start();
        client.start();
        client.connectTo(EntityType.OSD, address).sendMessage(new Note("hello"));
        answered.await();
        client.shutdown().toCompletableFuture().get();
        server.shutdown().toCompletableFuture().get();
        stack.shutdown().toCompletableFuture().get();
    }
}
