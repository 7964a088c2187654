// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the config database, newest last. Bounded: the oldest are forgotten, and what was set before them can no
 * longer be reset to. Confined to the monitor's center. Ceph: {@code ConfigMonitor::load_changeset}.
 */
public final class ConfigHistory {
    private static final int MAX_VERSIONS = 100;

    /** The first version is that of the empty database. */
    private static final long FIRST = 1;

    /**
     * One option of one section.
     *
     * @param name {@code section/option}
     * @param before null: it was not set
     * @param after null: it was removed
     */
    public record Change(
            String name, @Nullable String before, @Nullable String after) {}

    /** What one command changed. */
    public record Version(long number, UTime stamp, String title, List<Change> changes) {
        public Version {
            changes = List.copyOf(changes);
        }
    }

    private final Deque<Version> versions = new ArrayDeque<>();

    ConfigHistory() {
        versions.add(new Version(FIRST, UTime.ZERO, "", List.of()));
    }

    void add(UTime stamp, String title, List<Change> changes) {
        versions.addLast(new Version(versions.getLast().number() + 1, stamp, title, changes));
        if (versions.size() > MAX_VERSIONS) {
            versions.removeFirst();
        }
    }

    /** At most {@code count}, newest first. */
    public List<Version> newest(int count) {
        List<Version> newest = new ArrayList<>();
        var newestFirst = versions.descendingIterator();
        while (newestFirst.hasNext() && newest.size() < count) {
            newest.add(newestFirst.next());
        }
        return newest;
    }

    /** Versions after {@code number}, newest first; null if that version is not known. */
    @Nullable
    List<Version> after(long number) {
        if (number < versions.getFirst().number() || number > versions.getLast().number()) {
            return null;
        }
        return newest(MAX_VERSIONS).stream().filter(v -> v.number() > number).toList();
    }

    // ---- stored form

    byte[] encode() {
        ByteBuf buffer = Unpooled.buffer();
        Encoder out = new Encoder(buffer);
        out.list(List.copyOf(versions), (version, e) -> {
            e.u64(version.number());
            version.stamp().encode(e);
            e.string(version.title());
            e.list(version.changes(), (change, f) -> {
                f.string(change.name());
                encode(change.before(), f);
                encode(change.after(), f);
            });
        });
        return ByteBufUtil.getBytes(buffer);
    }

    private static void encode(@Nullable String value, Encoder out) {
        out.bool(value != null);
        out.string(value == null ? "" : value);
    }

    private static @Nullable String decodeValue(Decoder in) {
        boolean there = in.bool();
        String value = in.string();
        return there ? value : null;
    }

    void restore(byte @Nullable [] stored) {
        if (stored == null) {
            return;
        }
        versions.clear();
        versions.addAll(new Decoder(Unpooled.wrappedBuffer(stored))
                .list(
                        Long.BYTES,
                        in -> new Version(
                                in.u64(),
                                UTime.decode(in),
                                in.string(),
                                in.list(1, c -> new Change(c.string(), decodeValue(c), decodeValue(c))))));
    }
}
