// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;

/** Version 2 added the label at the end; a reader of version 1 does not see it. */
final class Upload extends Message {
    final String name;
    final String label;

    /** @param content taken */
    Upload(String name, String label, ByteBuf content) {
        this(name, label);
        data(content);
    }

    private Upload(String name, String label) {
        super(0x8003, 2, 1);
        this.name = name;
        this.label = label;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(name);
        out.string(label);
    }

    static Upload decode(MessageHeader header, Decoder in, ByteBuf data) {
        // The data segment is attached to the result by the registry.
        return new Upload(in.string(), header.version() >= 2 ? in.string() : "");
    }

    static void addTo(MessageRegistry.Builder types) {
        types.add(0x8003, "Upload", 2, Upload::decode);
    }
}
