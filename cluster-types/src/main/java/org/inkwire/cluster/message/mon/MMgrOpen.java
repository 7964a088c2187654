// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * A daemon, or a client that registers a service, introduces itself to the manager. Front: string daemon name, string service
 * name (empty for a daemon of Ceph's own), then its metadata and options, which stay encoded.
 */
public final class MMgrOpen extends Message {
    public static final int TYPE = 0x700;

    static final int HEAD_VERSION = 3;
    private static final int COMPAT_VERSION = 1;

    private final String daemonName;
    private final String serviceName;
    private final byte[] rest;

    /** @param rest metadata and options, encoded: given, not copied */
    public MMgrOpen(String daemonName, String serviceName, byte[] rest) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.daemonName = daemonName;
        this.serviceName = serviceName;
        this.rest = rest;
    }

    public String daemonName() {
        return daemonName;
    }

    /** Empty for a daemon of Ceph's own. */
    public String serviceName() {
        return serviceName;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(daemonName);
        out.string(serviceName);
        out.raw(rest);
    }

    static MMgrOpen decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMgrOpen(in.string(), header.version() >= 2 ? in.string() : "", in.raw(in.remaining()));
    }
}
