// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * OSDMaps by epoch, full and incremental. Front: fsid, map of u32 epoch to bl increments, map of u32 to bl full maps,
 * u32 oldest, u32 newest, map of s64 pool to interval_set. A monitor sends it with PRIORITY_HIGH, an OSD with the
 * default.
 */
public final class MOSDMap extends Message {
    public static final int TYPE = 41;

    static final int HEAD_VERSION = 4;
    private static final int COMPAT_VERSION = 3;
    private static final int MIN_ENTRY_BYTES = 8;

    private final UUID fsid;
    private final Map<Long, byte[]> incrementals;
    private final Map<Long, byte[]> fullMaps;
    private final long oldest;
    private final long newest;
    private final Map<Long, IntervalSet> gapRemovedSnaps;

    /**
     * @param incrementals encoded, by epoch, in order: given, not copied; the same arrays may be in other messages
     * @param fullMaps encoded, by epoch, in order: given, not copied
     * @param oldest epoch the sender's cluster has not trimmed
     * @param newest epoch the sender has
     * @param gapRemovedSnaps snapshots removed in the epochs this message leaves out, by pool
     */
    public MOSDMap(
            UUID fsid,
            Map<Long, byte[]> incrementals,
            Map<Long, byte[]> fullMaps,
            long oldest,
            long newest,
            Map<Long, IntervalSet> gapRemovedSnaps) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.fsid = fsid;
        this.incrementals = incrementals;
        this.fullMaps = fullMaps;
        this.oldest = oldest;
        this.newest = newest;
        this.gapRemovedSnaps = gapRemovedSnaps;
    }

    public UUID fsid() {
        return fsid;
    }

    /** Encoded increments by epoch: borrowed. */
    public Map<Long, byte[]> incrementals() {
        return incrementals;
    }

    /** Encoded full maps by epoch: borrowed. */
    public Map<Long, byte[]> fullMaps() {
        return fullMaps;
    }

    public long oldest() {
        return oldest;
    }

    /** Newest epoch the sender has; may be above those in this message. */
    public long newest() {
        return newest;
    }

    public Map<Long, IntervalSet> gapRemovedSnaps() {
        return gapRemovedSnaps;
    }

    /** Lowest epoch in this message, 0 if there is none. */
    public long firstEpoch() {
        return Math.min(lowest(incrementals), lowest(fullMaps)) == Long.MAX_VALUE
                ? 0
                : Math.min(lowest(incrementals), lowest(fullMaps));
    }

    /** Highest epoch in this message, 0 if there is none. */
    public long lastEpoch() {
        return Math.max(highest(incrementals), highest(fullMaps));
    }

    private static long lowest(Map<Long, byte[]> maps) {
        return maps.keySet().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    private static long highest(Map<Long, byte[]> maps) {
        return maps.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public long frontBytesHint() {
        return bytesOf(incrementals) + bytesOf(fullMaps);
    }

    private static long bytesOf(Map<Long, byte[]> maps) {
        long bytes = 0;
        for (byte[] map : maps.values()) {
            bytes += map.length;
        }
        return bytes;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.map(incrementals, (epoch, e) -> e.u32(epoch), (map, e) -> e.blob(map));
        out.map(fullMaps, (epoch, e) -> e.u32(epoch), (map, e) -> e.blob(map));
        out.u32(oldest);
        out.u32(newest);
        IntervalSetByPool.encode(gapRemovedSnaps, out);
    }

    static MOSDMap decode(MessageHeader header, Decoder in, ByteBuf data) {
        UUID fsid = Uuids.decode(in);
        Map<Long, byte[]> incrementals = in.map(MIN_ENTRY_BYTES, Decoder::u32, Decoder::blob);
        Map<Long, byte[]> fullMaps = in.map(MIN_ENTRY_BYTES, Decoder::u32, Decoder::blob);
        long oldest = header.version() >= 2 ? in.u32() : 0;
        long newest = header.version() >= 2 ? in.u32() : 0;
        return new MOSDMap(
                fsid,
                incrementals,
                fullMaps,
                oldest,
                newest,
                header.version() >= 4 ? IntervalSetByPool.decode(in) : Map.of());
    }

    @Override
    public String toString() {
        return "MOSDMap(" + firstEpoch() + ".." + lastEpoch() + " of " + oldest + ".." + newest + ")";
    }
}
