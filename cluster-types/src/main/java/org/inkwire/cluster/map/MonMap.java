// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.Unpooled;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of a cluster and their order (protocol: mon section 2). Wire: struct v9 c6. Immutable; a {@link Builder}
 * creates new ones.
 */
public final class MonMap {
    /** kraken, luminous, mimic, osdmap-prune, nautilus, octopus, pacific, elector-pinging. */
    public static final long PACIFIC_FEATURES = 255;

    private static final int VERSION = 9;
    private static final int COMPAT = 6;

    /** Nautilus, which introduced address vectors and explicit ranks. */
    private static final int OLDEST = 6;

    private static final int STRATEGY_CLASSIC = 1;
    private static final int MIN_INFO_BYTES = 6;

    private final UUID fsid;
    private final long epoch;
    private final UTime lastChanged;
    private final UTime created;
    private final long persistentFeatures;
    private final long optionalFeatures;
    private final NavigableMap<String, MonInfo> mons;
    private final List<String> ranks;
    private final int minMonRelease;
    private final NavigableSet<Long> removedRanks;
    private final int strategy;
    private final NavigableSet<String> disallowedLeaders;
    private final boolean stretchModeEnabled;
    private final String tiebreakerMon;
    private final NavigableSet<String> stretchMarkedDownMons;

    private MonMap(Builder b) {
        this.fsid = b.fsid;
        this.epoch = b.epoch;
        this.lastChanged = b.lastChanged;
        this.created = b.created;
        this.persistentFeatures = b.persistentFeatures;
        this.optionalFeatures = b.optionalFeatures;
        this.mons = Collections.unmodifiableNavigableMap(b.mons);
        this.ranks = List.copyOf(b.ranks);
        this.minMonRelease = b.minMonRelease;
        this.removedRanks = Collections.unmodifiableNavigableSet(b.removedRanks);
        this.strategy = b.strategy;
        this.disallowedLeaders = Collections.unmodifiableNavigableSet(b.disallowedLeaders);
        this.stretchModeEnabled = b.stretchModeEnabled;
        this.tiebreakerMon = b.tiebreakerMon;
        this.stretchMarkedDownMons = Collections.unmodifiableNavigableSet(b.stretchMarkedDownMons);
    }

    public UUID fsid() {
        return fsid;
    }

    public long epoch() {
        return epoch;
    }

    public UTime lastChanged() {
        return lastChanged;
    }

    public UTime created() {
        return created;
    }

    public long persistentFeatures() {
        return persistentFeatures;
    }

    /** Minimum release number of all monitors; 16 is pacific, 0 unknown. */
    public int minMonRelease() {
        return minMonRelease;
    }

    /** By name. */
    public NavigableMap<String, MonInfo> mons() {
        return mons;
    }

    /** Names by rank. */
    public List<String> ranks() {
        return ranks;
    }

    /** Number of monitors. */
    public int size() {
        return ranks.size();
    }

    /** @return null if there is no monitor of that name */
    public @Nullable MonInfo mon(String name) {
        return mons.get(name);
    }

    /** @throws IndexOutOfBoundsException no such rank */
    public MonInfo mon(int rank) {
        MonInfo info = mons.get(ranks.get(rank));
        if (info == null) {
            throw new IllegalStateException("rank " + rank + " has no monitor");
        }
        return info;
    }

    /** @return rank of the monitor of that name, or -1 */
    public int rankOf(String name) {
        return ranks.indexOf(name);
    }

    public void encode(Encoder out) {
        out.start(VERSION, COMPAT);
        Uuids.encode(fsid, out);
        out.u32(epoch);
        lastChanged.encode(out);
        created.encode(out);
        encodeFeatures(persistentFeatures, out);
        encodeFeatures(optionalFeatures, out);
        out.map(mons, (k, e) -> e.string(k), MonInfo::encode);
        out.strings(ranks);
        out.u8(minMonRelease);
        out.list(removedRanks, (r, e) -> e.u32(r));
        out.u8(strategy);
        out.strings(disallowedLeaders);
        out.bool(stretchModeEnabled);
        out.string(tiebreakerMon);
        out.strings(stretchMarkedDownMons);
        out.finish();
    }

    public byte[] encode() {
        return Wire.bytes(this::encode);
    }

    private static void encodeFeatures(long features, Encoder out) {
        out.start(1, 1);
        out.u64(features);
        out.finish();
    }

    private static long decodeFeatures(Decoder in) {
        in.start(1);
        long features = in.u64();
        in.finish();
        return features;
    }

    public static MonMap decode(byte[] bytes) {
        return decode(new Decoder(Unpooled.wrappedBuffer(bytes)));
    }

    public static MonMap decode(Decoder in) {
        int version = in.start(VERSION);
        if (version < OLDEST) {
            throw new MalformedInputException("monmap v" + version + " is older than nautilus");
        }
        Builder b = new Builder(Uuids.decode(in));
        b.epoch = in.u32();
        b.lastChanged = UTime.decode(in);
        b.created = UTime.decode(in);
        b.persistentFeatures = decodeFeatures(in);
        b.optionalFeatures = decodeFeatures(in);
        b.mons.putAll(in.map(4 + MIN_INFO_BYTES, Decoder::string, MonInfo::decode));
        b.ranks.addAll(in.strings());
        if (b.ranks.size() != b.mons.size() || !b.mons.keySet().equals(new TreeSet<>(b.ranks))) {
            throw new MalformedInputException("monmap ranks " + b.ranks + " do not name its monitors");
        }
        b.minMonRelease = version >= 7 ? in.u8() : 0;
        if (version >= 8) {
            b.removedRanks.addAll(in.list(4, Decoder::u32));
            b.strategy = in.u8();
            b.disallowedLeaders.addAll(in.strings());
        }
        if (version >= 9) {
            b.stretchModeEnabled = in.bool();
            b.tiebreakerMon = in.string();
            b.stretchMarkedDownMons.addAll(in.strings());
        }
        in.finish();
        return new MonMap(b);
    }

    /** A builder with everything of this map. */
    public Builder toBuilder() {
        Builder b = new Builder(fsid);
        b.epoch = epoch;
        b.lastChanged = lastChanged;
        b.created = created;
        b.persistentFeatures = persistentFeatures;
        b.optionalFeatures = optionalFeatures;
        b.mons.putAll(mons);
        b.ranks.addAll(ranks);
        b.minMonRelease = minMonRelease;
        b.removedRanks.addAll(removedRanks);
        b.strategy = strategy;
        b.disallowedLeaders.addAll(disallowedLeaders);
        b.stretchModeEnabled = stretchModeEnabled;
        b.tiebreakerMon = tiebreakerMon;
        b.stretchMarkedDownMons.addAll(stretchMarkedDownMons);
        return b;
    }

    /** The output of {@code monmaptool --print} and {@code ceph mon dump}, each line ending with a newline. */
    public String print() {
        StringBuilder text = new StringBuilder();
        text.append("epoch ").append(epoch).append('\n');
        text.append("fsid ").append(fsid).append('\n');
        text.append("last_changed ").append(stamp(lastChanged)).append('\n');
        text.append("created ").append(stamp(created)).append('\n');
        String release = ReleaseName.of(minMonRelease);
        text.append("min_mon_release ")
                .append(minMonRelease)
                .append(" (")
                .append(release)
                .append(")\n");
        text.append("election_strategy: ").append(strategy).append('\n');
        for (int rank = 0; rank < ranks.size(); rank++) {
            MonInfo info = mon(rank);
            text.append(rank)
                    .append(": ")
                    .append(info.addrs())
                    .append(" mon.")
                    .append(info.name())
                    .append('\n');
        }
        return text.toString();
    }

    private static String stamp(UTime time) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+0000'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time.toInstant());
    }

    @Override
    public String toString() {
        return "monmap e" + epoch + ": " + mons.values();
    }

    /** Builds a monmap. Not thread-safe; one {@link #build} per builder. */
    public static final class Builder {
        private final UUID fsid;
        private long epoch;
        private UTime lastChanged = UTime.ZERO;
        private UTime created = UTime.ZERO;
        private long persistentFeatures = PACIFIC_FEATURES;
        private long optionalFeatures;
        private final NavigableMap<String, MonInfo> mons = new TreeMap<>(WireOrder.STRINGS);
        private final List<String> ranks = new ArrayList<>();
        private int minMonRelease = OSDMap.RELEASE_PACIFIC;
        private final NavigableSet<Long> removedRanks = new TreeSet<>();
        private int strategy = STRATEGY_CLASSIC;
        private final NavigableSet<String> disallowedLeaders = new TreeSet<>(WireOrder.STRINGS);
        private boolean stretchModeEnabled;
        private String tiebreakerMon = "";
        private final NavigableSet<String> stretchMarkedDownMons = new TreeSet<>(WireOrder.STRINGS);

        public Builder(UUID fsid) {
            this.fsid = fsid;
        }

        public Builder epoch(long epoch) {
            this.epoch = epoch;
            return this;
        }

        public Builder created(UTime time) {
            this.created = time;
            return this;
        }

        public Builder lastChanged(UTime time) {
            this.lastChanged = time;
            return this;
        }

        /**
         * Adds a monitor; the addresses determine the ranks.
         *
         * @throws IllegalArgumentException the name or one of the addresses is already in use
         */
        public Builder add(String name, EntityAddrVec addrs) {
            if (addrs.isEmpty()) {
                throw new IllegalArgumentException("mon." + name + " has no address");
            }
            if (mons.containsKey(name)) {
                throw new IllegalArgumentException("mon." + name + " exists already");
            }
            for (MonInfo other : mons.values()) {
                for (var addr : addrs.addrs()) {
                    if (other.addrs().contains(addr)) {
                        throw new IllegalArgumentException(addr + " is mon." + other.name() + "'s");
                    }
                }
            }
            mons.put(name, MonInfo.of(name, addrs));
            ranks.add(name);
            rankByAddress();
            return this;
        }

        /**
         * Adds monitors from text such as {@code a=v2:10.0.0.1:3300/0,b=[v2:10.0.0.2:3300/0,v1:10.0.0.2:6789/0]}.
         *
         * @throws IllegalArgumentException naming the text
         */
        public Builder addAll(String text) {
            int depth = 0;
            int from = 0;
            for (int i = 0; i <= text.length(); i++) {
                char c = i == text.length() ? ',' : text.charAt(i);
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                if (c == ',' && depth == 0) {
                    String part = text.substring(from, i).trim();
                    int equals = part.indexOf('=');
                    if (equals <= 0) {
                        throw new IllegalArgumentException("expected name=address: '" + part + "'");
                    }
                    add(part.substring(0, equals), EntityAddrVec.parse(part.substring(equals + 1)));
                    from = i + 1;
                }
            }
            return this;
        }

        /** @throws IllegalArgumentException there is no monitor of that name */
        public Builder remove(String name) {
            if (mons.remove(name) == null) {
                throw new IllegalArgumentException("mon." + name + " does not exist");
            }
            ranks.remove(name);
            return this;
        }

        private void rankByAddress() {
            List<String> sorted = new ArrayList<>(ranks);
            sorted.sort(Comparator.comparing((String n) -> legacyOrFirst(info(n).addrs()))
                    .thenComparing(WireOrder.STRINGS));
            ranks.clear();
            ranks.addAll(sorted);
        }

        /** Ceph ranks a new map's monitors by v1 address, as it did when there were no others. */
        private static EntityAddr legacyOrFirst(EntityAddrVec addrs) {
            return addrs.addrs().stream()
                    .filter(a -> a.type() == EntityAddr.Type.LEGACY)
                    .findFirst()
                    .orElseGet(addrs::first);
        }

        private MonInfo info(String name) {
            MonInfo info = mons.get(name);
            if (info == null) {
                throw new IllegalStateException("no mon." + name);
            }
            return info;
        }

        /** @param release minimum release number of all monitors; 0 unknown */
        public Builder minMonRelease(int release) {
            this.minMonRelease = release;
            return this;
        }

        public Builder persistentFeatures(long features) {
            this.persistentFeatures = features;
            return this;
        }

        public MonMap build() {
            return new MonMap(this);
        }
    }
}
