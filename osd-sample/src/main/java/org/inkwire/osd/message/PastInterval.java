// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * A stretch of epochs in which a PG's sets, primary and pool parameters did not change. Ceph: {@code
 * PastIntervals::pg_interval_t}. Immutable.
 *
 * @param first first epoch
 * @param last last epoch
 * @param up by CRUSH and upmap
 * @param acting OSDs that served
 * @param primary acting primary, −1 for none
 * @param primaryUpFrom epoch that primary's incarnation came up in
 * @param maybeWentActive false only if it is certain that no write was acknowledged in it: then none of its members is
 *     needed
 */
public record PastInterval(
        int first,
        int last,
        List<Integer> up,
        List<Integer> acting,
        int primary,
        int primaryUpFrom,
        boolean maybeWentActive) {
    static final int MIN_BYTES = 6 + 4 + 4 + 4 + 4 + 4 + 4 + 1;

    public PastInterval {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
    }

    public void encode(Encoder out) {
        out.start(1, 1);
        out.s32(first);
        out.s32(last);
        out.list(up, (osd, e) -> e.s32(osd));
        out.list(acting, (osd, e) -> e.s32(osd));
        out.s32(primary);
        out.s32(primaryUpFrom);
        out.bool(maybeWentActive);
        out.finish();
    }

    public static PastInterval decode(Decoder in) {
        in.start(1);
        PastInterval interval = new PastInterval(
                in.s32(), in.s32(), in.list(4, Decoder::s32), in.list(4, Decoder::s32), in.s32(), in.s32(), in.bool());
        in.finish();
        return interval;
    }

    public static void encodeList(List<PastInterval> intervals, Encoder out) {
        out.list(intervals, PastInterval::encode);
    }

    public static List<PastInterval> decodeList(Decoder in) {
        return in.list(MIN_BYTES, PastInterval::decode);
    }
}
