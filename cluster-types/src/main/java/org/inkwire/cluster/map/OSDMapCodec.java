// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;

/** The bytes of a full OSDMap (protocol: osdmap-crush section 1). */
final class OSDMapCodec {
    static final int WRAPPER_VERSION = 8;
    static final int WRAPPER_COMPAT = 7;
    private static final int OLDEST_CLIENT = 7;
    private static final int OLDEST_EXTENDED = 6;

    /** Highest version of each section whose fields are all known. */
    private static final int KNOWN_CLIENT = 10;

    private static final int KNOWN_EXTENDED = 12;

    private OSDMapCodec() {}

    /** @return the crc written */
    static int encode(OSDMapFields f, Encoder out) {
        ByteBuf buf = out.buffer();
        int from = buf.writerIndex();
        out.start(WRAPPER_VERSION, WRAPPER_COMPAT);
        encodeClient(f, out);
        encodeExtended(f, out);
        int crcAt = buf.writerIndex();
        out.u32(0);
        // The crc covers the wrapper's length, which is known only once the wrapper is closed.
        out.finish();
        int crc = Crc32c.seedMinusOne(buf, from, crcAt - from);
        buf.setIntLE(crcAt, crc);
        return crc;
    }

    private static void encodeClient(OSDMapFields f, Encoder out) {
        int version = f.clientVersion();
        out.start(version, 1);
        Uuids.encode(f.fsid, out);
        out.u32(f.epoch);
        f.created.encode(out);
        f.modified.encode(out);
        Wire.byPool(f.pools, PgPool::encode, out);
        Wire.byPool(f.poolNames, (v, e) -> e.string(v), out);
        out.s32(f.poolMax);
        out.s32(f.flags);
        out.s32(f.maxOsd);
        Wire.ints(f.osdState, out);
        Wire.ints(f.osdWeight, out);
        Wire.addrVecs(f.clientAddrs, out);
        Wire.byPg(f.pgTemp, Wire::osds, out);
        Wire.byPg(f.primaryTemp, (v, e) -> e.s32(v), out);
        Wire.ints(f.primaryAffinity, out);
        blob(out, () -> f.crush.encode(out));
        Wire.profiles(f.erasureCodeProfiles, out);
        Wire.byPg(f.pgUpmap, Wire::osds, out);
        Wire.byPg(f.pgUpmapItems, Wire::upmapItems, out);
        out.u32(f.crushVersion);
        Wire.byPool(f.newRemovedSnaps, IntervalSet::encode, out);
        Wire.byPool(f.newPurgedSnaps, IntervalSet::encode, out);
        f.lastUpChange.encode(out);
        f.lastInChange.encode(out);
        if (version >= 10) {
            Wire.byPg(f.pgUpmapPrimaries, (v, e) -> e.s32(v), out);
        }
        out.finish();
    }

    private static void blob(Encoder out, Runnable content) {
        int at = out.buffer().writerIndex();
        out.u32(0);
        content.run();
        out.buffer().setIntLE(at, out.buffer().writerIndex() - at - 4);
    }

    private static void encodeExtended(OSDMapFields f, Encoder out) {
        int version = f.extendedVersion();
        out.start(version, 1);
        Wire.addrVecs(f.hbBackAddrs, out);
        out.u32(f.osdInfo.length);
        for (OsdInfo info : f.osdInfo) {
            info.encode(out);
        }
        Wire.blocklist(f.blocklist, out);
        Wire.addrVecs(f.clusterAddrs, out);
        out.u32(f.clusterSnapshotEpoch);
        out.string(f.clusterSnapshot);
        out.u32(f.osdUuid.length);
        for (var uuid : f.osdUuid) {
            Uuids.encode(uuid, out);
        }
        out.u32(f.osdXInfo.length);
        for (OsdXInfo info : f.osdXInfo) {
            info.encode(out);
        }
        Wire.addrVecs(f.hbFrontAddrs, out);
        out.f32(f.nearfullRatio);
        out.f32(f.fullRatio);
        out.f32(f.backfillfullRatio);
        out.u8(f.requireMinCompatClient);
        out.u8(f.requireOsdRelease);
        Wire.byPool(f.removedSnapsQueue, IntervalSet::encode, out);
        Wire.byOsd(f.crushNodeFlags, (v, e) -> e.u32(v), out);
        Wire.byOsd(f.deviceClassFlags, (v, e) -> e.u32(v), out);
        if (version >= 10) {
            f.stretchMode.encode(out);
        }
        if (version >= 11) {
            Wire.blocklist(f.rangeBlocklist, out);
        }
        if (version >= 12) {
            out.bool(f.allowCrimson);
        }
        out.finish();
    }

    static OSDMap decode(Decoder in) {
        ByteBuf buf = in.buffer();
        int from = buf.readerIndex();
        in.start(WRAPPER_VERSION);
        OSDMapFields f = new OSDMapFields();
        decodeClient(f, in);
        decodeExtended(f, in);
        int crcAt = buf.readerIndex();
        int crc = in.s32();
        int tail = in.remaining();
        int computed = crcAround(buf, from, crcAt, tail);
        in.finish();
        if (computed != crc) {
            throw new MalformedInputException("osdmap epoch " + f.epoch + ": crc " + Integer.toHexString(crc)
                    + " does not match the computed " + Integer.toHexString(computed));
        }
        checkSizes(f);
        return new OSDMap(f, crc);
    }

    /** crc over {@code [from, crcAt)} and the {@code tail} bytes after the crc field. */
    static int crcAround(ByteBuf buf, int from, int crcAt, int tail) {
        return tail == 0
                ? Crc32c.seedMinusOne(buf, from, crcAt - from)
                : Crc32c.seedMinusOne(
                        Unpooled.wrappedBuffer(buf.slice(from, crcAt - from), buf.slice(crcAt + 4, tail)));
    }

    private static void decodeClient(OSDMapFields f, Decoder in) {
        int version = in.start(KNOWN_CLIENT);
        if (version < OLDEST_CLIENT) {
            throw new MalformedInputException("osdmap client section v" + version + " is older than luminous");
        }
        f.fsid = Uuids.decode(in);
        f.epoch = in.u32();
        f.created = UTime.decode(in);
        f.modified = UTime.decode(in);
        f.pools.putAll(Wire.byPool(in, PgPool.MIN_BYTES, PgPool::decode));
        f.poolNames.putAll(Wire.byPool(in, 4, Decoder::string));
        f.poolMax = in.s32();
        f.flags = in.s32();
        f.maxOsd = in.s32();
        f.osdState = Wire.ints(in);
        f.osdWeight = Wire.ints(in);
        f.clientAddrs = Wire.addrVecs(in);
        f.pgTemp.putAll(Wire.byPg(in, 4, Wire::osds));
        f.primaryTemp.putAll(Wire.byPg(in, 4, Decoder::s32));
        f.primaryAffinity = Wire.ints(in);
        f.crush = CrushMap.decode(new Decoder(in.blobSlice()));
        f.erasureCodeProfiles.putAll(Wire.profiles(in));
        f.pgUpmap.putAll(Wire.byPg(in, 4, Wire::osds));
        f.pgUpmapItems.putAll(Wire.byPg(in, 4, Wire::upmapItems));
        f.crushVersion = in.u32();
        f.newRemovedSnaps.putAll(Wire.byPool(in, 4, IntervalSet::decode));
        f.newPurgedSnaps.putAll(Wire.byPool(in, 4, IntervalSet::decode));
        if (version >= 9) {
            f.lastUpChange = UTime.decode(in);
            f.lastInChange = UTime.decode(in);
        }
        if (version >= 10) {
            f.pgUpmapPrimaries.putAll(Wire.byPg(in, 4, Decoder::s32));
        }
        in.finish();
    }

    private static void decodeExtended(OSDMapFields f, Decoder in) {
        int version = in.start(KNOWN_EXTENDED);
        if (version < OLDEST_EXTENDED) {
            throw new MalformedInputException("osdmap extended section v" + version + " is older than luminous");
        }
        f.hbBackAddrs = Wire.addrVecs(in);
        f.osdInfo = in.list(OsdInfo.BYTES, OsdInfo::decode).toArray(new OsdInfo[0]);
        f.blocklist.putAll(Wire.blocklist(in));
        f.clusterAddrs = Wire.addrVecs(in);
        f.clusterSnapshotEpoch = in.u32();
        f.clusterSnapshot = in.string();
        f.osdUuid = in.list(Uuids.BYTES, Uuids::decode).toArray(new java.util.UUID[0]);
        f.osdXInfo = in.list(OsdXInfo.MIN_BYTES, OsdXInfo::decode).toArray(new OsdXInfo[0]);
        f.hbFrontAddrs = Wire.addrVecs(in);
        f.nearfullRatio = in.f32();
        f.fullRatio = in.f32();
        f.backfillfullRatio = in.f32();
        f.requireMinCompatClient = in.u8();
        f.requireOsdRelease = in.u8();
        if (version >= 7) {
            f.removedSnapsQueue.putAll(Wire.byPool(in, 4, IntervalSet::decode));
        }
        if (version >= 8) {
            f.crushNodeFlags.putAll(Wire.byOsd(in, 4, Decoder::u32));
        }
        if (version >= 9) {
            f.deviceClassFlags.putAll(Wire.byOsd(in, 4, Decoder::u32));
        }
        if (version >= 10) {
            f.stretchMode = StretchMode.decode(in);
        }
        if (version >= 11) {
            f.rangeBlocklist.putAll(Wire.blocklist(in));
        }
        if (version >= 12) {
            f.allowCrimson = in.bool();
        }
        in.finish();
    }

    private static void checkSizes(OSDMapFields f) {
        int n = f.maxOsd;
        if (f.osdState.length != n
                || f.osdWeight.length != n
                || f.clientAddrs.length != n
                || f.clusterAddrs.length != n
                || f.hbBackAddrs.length != n
                || f.hbFrontAddrs.length != n
                || f.osdInfo.length != n
                || f.osdXInfo.length != n
                || f.osdUuid.length != n
                || f.primaryAffinity.length != 0 && f.primaryAffinity.length != n) {
            throw new MalformedInputException(
                    "osdmap epoch " + f.epoch + ": tables do not have max_osd " + n + " entries each");
        }
    }
}
