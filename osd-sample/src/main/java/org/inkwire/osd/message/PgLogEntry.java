// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.store.ByteString;
import org.inkwire.store.ValueEncoder;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * One write in a PG's log: enough to know which object changed, and to answer the same request again without executing it.
 * Replicated with the write, so any later primary can do both. Ceph: {@code pg_log_entry_t}. Immutable; arrays are not
 * copied.
 *
 * @param kind what it did
 * @param version assigned by the primary; unique for ever, since an epoch has one primary
 * @param prior version the object had before; zero: it did not exist
 * @param object what was written; for {@link Kind#ERROR} what would have been
 * @param userVersion the object's user version afterwards
 * @param result 0, or the negative errno of a request that failed
 * @param returns each op's result and, with flag RETURNVEC, its output
 */
public record PgLogEntry(
        Kind kind,
        EVersion version,
        EVersion prior,
        HObject object,
        OsdReqId reqid,
        long userVersion,
        int result,
        List<OpReturn> returns) {
    /** What a logged request did. */
    public enum Kind {
        /** The object exists afterwards. */
        MODIFY(1),
        /** It does not. */
        DELETE(3),
        /** Nothing: the request failed or had nothing to do, and must be answered the same way when it is resent. */
        ERROR(9);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedInputException("log entry kind " + code);
        }
    }

    /** Result of one op of a request. The array is not copied. */
    public record OpReturn(int rval, byte[] output) {
        /** Most ops: nothing went wrong, and there is nothing to say. */
        public static final OpReturn NOTHING = new OpReturn(0, new byte[0]);

        void encode(Encoder out) {
            out.s32(rval);
            out.blob(output);
        }

        static OpReturn decode(Decoder in) {
            return new OpReturn(in.s32(), in.blob());
        }
    }

    static final int MIN_BYTES = 6 + 1 + 2 * EVersion.BYTES;

    public PgLogEntry {
        returns = List.copyOf(returns);
    }

    /** Changed the object, or made or removed it. */
    public boolean changes() {
        return kind != Kind.ERROR;
    }

    /** As kept in the PG's records, and sent. */
    public ByteString toRecord(ValueEncoder values) {
        encode(values.begin());
        return values.end();
    }

    public void encode(Encoder out) {
        out.start(1, 1);
        out.u8(kind.code);
        version.encode(out);
        prior.encode(out);
        object.encode(out);
        reqid.encode(out);
        out.u64(userVersion);
        out.s32(result);
        out.list(returns, OpReturn::encode);
        out.finish();
    }

    public static PgLogEntry decode(Decoder in) {
        in.start(1);
        PgLogEntry entry = new PgLogEntry(
                Kind.of(in.u8()),
                EVersion.decode(in),
                EVersion.decode(in),
                HObject.decode(in),
                OsdReqId.decode(in),
                in.u64(),
                in.s32(),
                in.list(8, OpReturn::decode));
        in.finish();
        return entry;
    }

    @Override
    public String toString() {
        return version + " " + kind + " " + object + " by " + reqid + (result == 0 ? "" : " = " + result);
    }
}
