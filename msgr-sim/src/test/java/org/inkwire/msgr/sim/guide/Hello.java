// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;

public class Hello {
    static Messenger messenger(NetworkStack stack, EntityName name) {
        MessengerConfig config = MessengerConfig.builder("hello", name, Note.TYPES)
                .randomNonce()
                .authClient(AuthNone.client(AuthEntityName.parse("client.hello"), () -> 1))
                .authServer(AuthNone.server())
                .conclude();
        return Messenger.create(stack, config);
    }

    public static void main(String[] args) throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        NetworkStack stack = NetworkStack.start(StackConfig.defaults());
        Messenger server = messenger(stack, EntityName.osd(0));
        server.addDispatcher(new Dispatcher() {
            @Override
            public boolean msDispatch(Connection from, Message message) {
                return received.complete(from.peerName() + " says " + ((Note) message).text);
            }
        });
        var address = server.bind(InetAddress.getLoopbackAddress(), 0, 0);
        server.start();
        Messenger client = messenger(stack, EntityName.client(1));
        client.start();
        client.connectTo(EntityType.OSD, address.toCompletableFuture().get()).sendMessage(new Note("hello"));
        System.out.println(received.get());
        client.shutdown().toCompletableFuture().get();
        server.shutdown().toCompletableFuture().get();
        stack.shutdown().toCompletableFuture().get();
    }
}
