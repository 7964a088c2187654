// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;

final class Store implements Dispatcher {
    private final EventCenter center; // from stack.newCenter("store")
    private final Map<String, ByteBuf> contents = new HashMap<>(); // used on the center only

    Store(EventCenter center) {
        this.center = center;
    }

    @Override
    public boolean msCanFastDispatch(Message message) {
        return message instanceof Upload;
    }

    @Override
    public void msFastDispatch(Connection from, Message message) {
        Upload upload = (Upload) message;
        upload.retain(); // ours beyond this call
        center.submit(() -> {
            put(upload.name, upload.data().retainedSlice());
            upload.release();
            from.sendMessage(new Note("stored " + upload.name).priority(Message.PRIORITY_HIGH));
        });
    }

    private void put(String name, ByteBuf content) {
        ByteBuf before = contents.put(name, content);
        if (before != null) {
            before.release();
        }
    }

    /** On the center. */
    void close() {
        contents.values().forEach(ByteBuf::release);
        contents.clear();
    }
}
