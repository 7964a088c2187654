// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Asks for the sender's options, answered by {@link MConfig}. Front: entity name, string host, string device class
 * (protocol: mon section 1, from source only).
 */
public final class MGetConfig extends Message {
    public static final int TYPE = 63;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final AuthEntityName name;
    private final String host;
    private final String deviceClass;

    /**
     * @param name the requester
     * @param deviceClass empty if none
     */
    public MGetConfig(AuthEntityName name, String host, String deviceClass) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.name = name;
        this.host = host;
        this.deviceClass = deviceClass;
    }

    /** The requester. */
    public AuthEntityName name() {
        return name;
    }

    public String host() {
        return host;
    }

    /** Empty if none. */
    public String deviceClass() {
        return deviceClass;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        name.encode(out);
        out.string(host);
        out.string(deviceClass);
    }

    static MGetConfig decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MGetConfig(AuthEntityName.decode(in), in.string(), in.string());
    }
}
