// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/** The bytes of an incremental OSDMap (protocol: osdmap-crush section 2). */
final class IncrementalCodec {
    private static final int OLDEST_CLIENT = 6;
    private static final int KNOWN_CLIENT = 9;
    private static final int OLDEST_EXTENDED = 6;
    private static final int KNOWN_EXTENDED = 12;

    private IncrementalCodec() {}

    static void encode(IncrementalFields f, int fullCrc, Encoder out) {
        ByteBuf buf = out.buffer();
        int from = buf.writerIndex();
        out.start(OSDMapCodec.WRAPPER_VERSION, OSDMapCodec.WRAPPER_COMPAT);
        encodeClient(f, out);
        encodeExtended(f, out);
        int crcAt = buf.writerIndex();
        out.u32(0);
        out.u32(fullCrc);
        out.finish();
        buf.setIntLE(crcAt, OSDMapCodec.crcAround(buf, from, crcAt, 4));
    }

    private static void encodeClient(IncrementalFields f, Encoder out) {
        int version = f.clientVersion();
        out.start(version, 1);
        Uuids.encode(f.fsid, out);
        out.u32(f.epoch);
        f.modified.encode(out);
        out.s64(f.newPoolMax);
        out.s32(f.newFlags);
        out.blob(f.fullMap);
        out.blob(f.crush);
        out.s32(f.newMaxOsd);
        Wire.byPool(f.newPools, PgPool::encode, out);
        Wire.byPool(f.newPoolNames, (v, e) -> e.string(v), out);
        out.list(f.oldPools, (v, e) -> e.s64(v));
        Wire.byOsd(f.newUpClient, EntityAddrVec::encode, out);
        Wire.byOsd(f.newState, (v, e) -> e.s32(v), out);
        Wire.byOsd(f.newWeight, (v, e) -> e.u32(v), out);
        Wire.byPg(f.newPgTemp, Wire::osds, out);
        Wire.byPg(f.newPrimaryTemp, (v, e) -> e.s32(v), out);
        Wire.byOsd(f.newPrimaryAffinity, (v, e) -> e.s32(v), out);
        Wire.profiles(f.newErasureCodeProfiles, out);
        out.strings(f.oldErasureCodeProfiles);
        Wire.byPg(f.newPgUpmap, Wire::osds, out);
        out.list(f.oldPgUpmap, PgId::encode);
        Wire.byPg(f.newPgUpmapItems, Wire::upmapItems, out);
        out.list(f.oldPgUpmapItems, PgId::encode);
        Wire.byPool(f.newRemovedSnaps, IntervalSet::encode, out);
        Wire.byPool(f.newPurgedSnaps, IntervalSet::encode, out);
        f.newLastUpChange.encode(out);
        f.newLastInChange.encode(out);
        if (version >= 9) {
            Wire.byPg(f.newPgUpmapPrimaries, (v, e) -> e.s32(v), out);
            out.list(f.oldPgUpmapPrimaries, PgId::encode);
        }
        out.finish();
    }

    private static void encodeExtended(IncrementalFields f, Encoder out) {
        int version = f.extendedVersion();
        out.start(version, 1);
        Wire.byOsd(f.newHbBackUp, EntityAddrVec::encode, out);
        Wire.byOsd(f.newUpThru, (v, e) -> e.u32(v), out);
        Wire.byOsd(
                f.newLastCleanInterval,
                (v, e) -> {
                    e.u32(v.begin());
                    e.u32(v.end());
                },
                out);
        Wire.byOsd(f.newLost, (v, e) -> e.u32(v), out);
        Wire.blocklist(f.newBlocklist, out);
        out.list(f.oldBlocklist, EntityAddr::encode);
        Wire.byOsd(f.newUpCluster, EntityAddrVec::encode, out);
        out.string(f.clusterSnapshot);
        Wire.byOsd(f.newUuid, Uuids::encode, out);
        Wire.byOsd(f.newXInfo, OsdXInfo::encode, out);
        Wire.byOsd(f.newHbFrontUp, EntityAddrVec::encode, out);
        out.u64(f.encodeFeatures);
        out.f32(f.newNearfullRatio);
        out.f32(f.newFullRatio);
        out.f32(f.newBackfillfullRatio);
        out.u8(f.newRequireMinCompatClient);
        out.u8(f.newRequireOsdRelease);
        Wire.byOsd(f.newCrushNodeFlags, (v, e) -> e.u32(v), out);
        Wire.byOsd(f.newDeviceClassFlags, (v, e) -> e.u32(v), out);
        if (version >= 10) {
            StretchMode s = f.newStretchMode;
            out.bool(f.changeStretchMode);
            out.u32(s.bucketCount());
            out.u32(s.degraded());
            out.u32(s.recovering());
            out.s32(s.modeBucket());
            out.bool(s.enabled());
        }
        if (version >= 11) {
            Wire.blocklist(f.newRangeBlocklist, out);
            out.list(f.oldRangeBlocklist, EntityAddr::encode);
        }
        if (version >= 12) {
            out.u8(f.mutateAllowCrimson);
        }
        out.finish();
    }

    static OSDMapIncremental decode(Decoder in) {
        ByteBuf buf = in.buffer();
        int from = buf.readerIndex();
        in.start(OSDMapCodec.WRAPPER_VERSION);
        IncrementalFields f = new IncrementalFields();
        decodeClient(f, in);
        decodeExtended(f, in);
        int crcAt = buf.readerIndex();
        int crc = in.s32();
        int tail = in.remaining();
        int fullCrc = in.s32();
        int computed = OSDMapCodec.crcAround(buf, from, crcAt, tail);
        in.finish();
        if (computed != crc) {
            throw new MalformedInputException("osdmap incremental " + f.epoch + ": crc " + Integer.toHexString(crc)
                    + " does not match the computed " + Integer.toHexString(computed));
        }
        return new OSDMapIncremental(f, fullCrc);
    }

    private static void decodeClient(IncrementalFields f, Decoder in) {
        int version = in.start(KNOWN_CLIENT);
        if (version < OLDEST_CLIENT) {
            throw new MalformedInputException("incremental's client section v" + version + " is older than luminous");
        }
        f.fsid = Uuids.decode(in);
        f.epoch = in.u32();
        f.modified = UTime.decode(in);
        f.newPoolMax = in.s64();
        f.newFlags = in.s32();
        f.fullMap = in.blob();
        f.crush = in.blob();
        f.newMaxOsd = in.s32();
        f.newPools.putAll(Wire.byPool(in, PgPool.MIN_BYTES, PgPool::decode));
        f.newPoolNames.putAll(Wire.byPool(in, 4, Decoder::string));
        f.oldPools.addAll(in.list(8, Decoder::s64));
        f.newUpClient.putAll(Wire.byOsd(in, Wire.ADDRVEC_MIN_BYTES, EntityAddrVec::decode));
        f.newState.putAll(Wire.byOsd(in, 4, Decoder::s32));
        f.newWeight.putAll(Wire.byOsd(in, 4, Decoder::u32));
        f.newPgTemp.putAll(Wire.byPg(in, 4, Wire::osds));
        f.newPrimaryTemp.putAll(Wire.byPg(in, 4, Decoder::s32));
        f.newPrimaryAffinity.putAll(Wire.byOsd(in, 4, Decoder::s32));
        f.newErasureCodeProfiles.putAll(Wire.profiles(in));
        f.oldErasureCodeProfiles.addAll(in.strings());
        f.newPgUpmap.putAll(Wire.byPg(in, 4, Wire::osds));
        f.oldPgUpmap.addAll(in.list(PgId.BYTES, PgId::decode));
        f.newPgUpmapItems.putAll(Wire.byPg(in, 4, Wire::upmapItems));
        f.oldPgUpmapItems.addAll(in.list(PgId.BYTES, PgId::decode));
        f.newRemovedSnaps.putAll(Wire.byPool(in, 4, IntervalSet::decode));
        f.newPurgedSnaps.putAll(Wire.byPool(in, 4, IntervalSet::decode));
        if (version >= 8) {
            f.newLastUpChange = UTime.decode(in);
            f.newLastInChange = UTime.decode(in);
        }
        if (version >= 9) {
            f.newPgUpmapPrimaries.putAll(Wire.byPg(in, 4, Decoder::s32));
            f.oldPgUpmapPrimaries.addAll(in.list(PgId.BYTES, PgId::decode));
        }
        in.finish();
    }

    private static void decodeExtended(IncrementalFields f, Decoder in) {
        int version = in.start(KNOWN_EXTENDED);
        if (version < OLDEST_EXTENDED) {
            throw new MalformedInputException("incremental's extended section v" + version + " is older than luminous");
        }
        f.newHbBackUp.putAll(Wire.byOsd(in, Wire.ADDRVEC_MIN_BYTES, EntityAddrVec::decode));
        f.newUpThru.putAll(Wire.byOsd(in, 4, Decoder::u32));
        f.newLastCleanInterval.putAll(Wire.byOsd(in, 8, d -> new IncrementalFields.Interval(d.u32(), d.u32())));
        f.newLost.putAll(Wire.byOsd(in, 4, Decoder::u32));
        f.newBlocklist.putAll(Wire.blocklist(in));
        f.oldBlocklist.addAll(in.list(Wire.ADDR_MIN_BYTES, EntityAddr::decode));
        f.newUpCluster.putAll(Wire.byOsd(in, Wire.ADDRVEC_MIN_BYTES, EntityAddrVec::decode));
        f.clusterSnapshot = in.string();
        f.newUuid.putAll(Wire.byOsd(in, Uuids.BYTES, Uuids::decode));
        f.newXInfo.putAll(Wire.byOsd(in, OsdXInfo.MIN_BYTES, OsdXInfo::decode));
        f.newHbFrontUp.putAll(Wire.byOsd(in, Wire.ADDRVEC_MIN_BYTES, EntityAddrVec::decode));
        f.encodeFeatures = in.u64();
        f.newNearfullRatio = in.f32();
        f.newFullRatio = in.f32();
        f.newBackfillfullRatio = in.f32();
        f.newRequireMinCompatClient = in.u8();
        f.newRequireOsdRelease = in.u8();
        if (version >= 8) {
            f.newCrushNodeFlags.putAll(Wire.byOsd(in, 4, Decoder::u32));
        }
        if (version >= 9) {
            f.newDeviceClassFlags.putAll(Wire.byOsd(in, 4, Decoder::u32));
        }
        if (version >= 10) {
            f.changeStretchMode = in.bool();
            long bucketCount = in.u32();
            long degraded = in.u32();
            long recovering = in.u32();
            int modeBucket = in.s32();
            f.newStretchMode = new StretchMode(in.bool(), bucketCount, degraded, recovering, modeBucket);
        }
        if (version >= 11) {
            f.newRangeBlocklist.putAll(Wire.blocklist(in));
            f.oldRangeBlocklist.addAll(in.list(Wire.ADDR_MIN_BYTES, EntityAddr::decode));
        }
        if (version >= 12) {
            f.mutateAllowCrimson = in.u8();
        }
        in.finish();
    }
}
