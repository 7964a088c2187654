// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.RequestRedirect;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The value each type has in Ceph before anybody sets it, as Ceph 16.2.15 encodes it: it decodes, and comes back the
 * same; a newer version of the struct, with more at its end, decodes too.
 */
class DefaultValuesVectorsTest {
    private static final String U32 = "00000000";
    private static final String U64 = U32 + U32;
    private static final String MINUS_ONE_64 = "ffffffffffffffff";
    private static final String PG = "01" + U64 + U32 + "ffffffff";
    private static final String EVERSION = U64 + U32;
    private static final String LOCATOR = struct(6, 3, MINUS_ONE_64 + "ffffffff" + U32 + U32 + MINUS_ONE_64);

    private static String struct(int version, int compat, String body) {
        return String.format("%02x%02x%08x", version, compat, Integer.reverseBytes(body.length() / 2)) + body;
    }

    record Row<T>(String name, String hex, Function<Decoder, T> decode, BiConsumer<T, Encoder> encode) {
        String reencoded(String bytes) {
            Decoder in = new Decoder(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes)));
            T value = decode.apply(in);
            in.expectEnd(name);
            ByteBuf out = Unpooled.buffer();
            encode.accept(value, new Encoder(out));
            return ByteBufUtil.hexDump(out);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row<?>> plain() {
        return List.of(
                new Row<>("eversion_t", EVERSION, EVersion::decode, EVersion::encode),
                new Row<>("utime_t", U64, UTime::decode, UTime::encode),
                new Row<>("SnapContext", U64 + U32, SnapContext::decode, SnapContext::encode),
                new Row<>("pg_t", PG, PgId::decode, PgId::encode),
                new Row<>("osd_info_t", "01" + U32.repeat(6), OsdInfo::decode, OsdInfo::encode),
                new Row<>("interval_set", U32, IntervalSet::decode, IntervalSet::encode));
    }

    static List<Row<?>> structs() {
        return List.of(
                new Row<>("spg_t", struct(1, 1, PG + "ff"), SpgId::decode, SpgId::encode),
                new Row<>(
                        "hobject_t",
                        struct(4, 3, U32 + U32 + U64 + U32 + "00" + U32 + "0000000000000080"),
                        HObject::decode,
                        HObject::encode),
                new Row<>("object_locator_t", LOCATOR, ObjectLocator::decode, ObjectLocator::encode),
                new Row<>("osd_reqid_t", struct(2, 2, "00" + U64 + U64 + U32), OsdReqId::decode, OsdReqId::encode),
                new Row<>(
                        "request_redirect_t",
                        struct(1, 1, LOCATOR + U32 + U32),
                        RequestRedirect::decode,
                        RequestRedirect::encode),
                new Row<>(
                        "osd_xinfo_t",
                        struct(4, 1, U64 + U32 + U32 + U64 + U32 + U64 + U32),
                        OsdXInfo::decode,
                        OsdXInfo::encode),
                new Row<>(
                        "pool_snap_info_t", struct(2, 2, U64 + U64 + U32), PoolSnapInfo::decode, PoolSnapInfo::encode),
                new Row<>(
                        "pg_merge_meta_t",
                        struct(1, 1, PG + U32.repeat(3) + EVERSION + EVERSION),
                        PgMergeMeta::decode,
                        PgMergeMeta::encode),
                new Row<>(
                        "mon_info_t",
                        struct(5, 1, U32 + "02" + U32 + "0000" + "0000" + U32),
                        MonInfo::decode,
                        MonInfo::encode));
    }

    @ParameterizedTest
    @MethodSource({"plain", "structs"})
    void theDefaultValueComesBack(Row<?> row) {
        assertThat(row.reencoded(row.hex())).isEqualTo(row.hex());
    }

    @ParameterizedTest
    @MethodSource("structs")
    void whatANewerVersionAppendsIsSkipped(Row<?> row) {
        String compat = row.hex().substring(2, 4);
        String body = row.hex().substring(12);
        String newer = struct(99, Integer.parseInt(compat, 16), body + "0123456789");
        assertThat(row.reencoded(newer)).isEqualTo(row.hex());
    }

    @Test
    void theVersionOfPgAndOsdInfoIsNotLookedAt() {
        assertThat(plain().get(3).reencoded("02" + PG.substring(2))).isEqualTo(PG);
        assertThat(plain().get(4).reencoded("07" + U32.repeat(6))).isEqualTo("01" + U32.repeat(6));
    }

    @Test
    void thereIsOneGreatestObject() {
        String hex = struct(4, 3, U32 + U32 + U64 + "05000000" + "01" + U32 + "0700000000000000");
        Decoder in = new Decoder(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        assertThat(HObject.decode(in)).isEqualTo(HObject.MAX);
    }

    @Test
    void aPoolWithoutPlacementGroupsIsKept() {
        ByteBuf out = Unpooled.buffer();
        PgPool.newPool(1, 3, 2, 0, 1, UTime.ZERO).build().encode(new Encoder(out));
        // After the header and four bytes.
        out.setIntLE(10, 0).setIntLE(14, 0);
        PgPool pool = PgPool.decode(new Decoder(out));
        assertThat(pool.pgNum()).isZero();
        assertThat(pool.pgpNum()).isZero();
        assertThat(pool.rawSeedToSeed(0x12345678)).isZero();
        pool.rawPgToPps(new PgId(1, 0x12345678));
    }
}
