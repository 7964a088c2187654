// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/**
 * Base of messages to and from one of the monitor's services. Their front begins with 18 bytes, called PX in this
 * package and its siblings: u64 version, s16 −1, u64 0 (protocol: encoding section 6).
 */
public abstract class PaxosServiceMessage extends Message {
    private static final int NO_SESSION_MON = -1;
    private static final int NO_SESSION_MON_TID = 0;

    private final long version;

    protected PaxosServiceMessage(int type, int headVersion, int compatVersion, long version) {
        super(type, headVersion, compatVersion);
        this.version = version;
    }

    /** The sender's version of the service's map; 0 if none. */
    public final long version() {
        return version;
    }

    protected final void encodePaxos(Encoder out) {
        out.u64(version);
        out.u16(NO_SESSION_MON);
        out.u64(NO_SESSION_MON_TID);
    }

    /** @return the version; the other two fields are obsolete */
    protected static long decodePaxos(Decoder in) {
        long version = in.u64();
        in.s16();
        in.u64();
        return version;
    }
}
