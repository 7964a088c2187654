// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * A registered service ends; the manager answers with the same, for which the service waits. Front: string daemon name,
 * string service name.
 */
public final class MMgrClose extends Message {
    public static final int TYPE = 0x708;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final String daemonName;
    private final String serviceName;

    public MMgrClose(String daemonName, String serviceName) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.daemonName = daemonName;
        this.serviceName = serviceName;
    }

    public String daemonName() {
        return daemonName;
    }

    public String serviceName() {
        return serviceName;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(daemonName);
        out.string(serviceName);
    }

    static MMgrClose decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMgrClose(in.string(), in.string());
    }
}
