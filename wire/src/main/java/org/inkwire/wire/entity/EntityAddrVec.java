// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * {@code entity_addrvec_t}: all addresses of one messenger, v2 before v1 as bound. Wire: u8 2, u32 count, addresses; a
 * single address (marker 0 or 1) is accepted too. Immutable.
 */
public record EntityAddrVec(List<EntityAddr> addrs) {
    private static final int MARKER = 2;

    public static final EntityAddrVec EMPTY = new EntityAddrVec(List.of());

    public EntityAddrVec {
        addrs = List.copyOf(addrs);
    }

    public static EntityAddrVec of(EntityAddr... addrs) {
        return new EntityAddrVec(List.of(addrs));
    }

    public boolean isEmpty() {
        return addrs.isEmpty();
    }

    /** The first address, or {@link EntityAddr#BLANK}. */
    public EntityAddr first() {
        return addrs.isEmpty() ? EntityAddr.BLANK : addrs.get(0);
    }

    /** The first v2 address. */
    public Optional<EntityAddr> msgr2() {
        return addrs.stream().filter(a -> a.type() == EntityAddr.Type.MSGR2).findFirst();
    }

    /** The v2 address, or the first of any type, or a blank one: what race decisions compare. */
    public EntityAddr msgr2OrFirst() {
        return msgr2().orElseGet(this::first);
    }

    public boolean contains(EntityAddr addr) {
        return addrs.contains(addr);
    }

    /** Parses {@code v2:127.0.0.1:6800/1} or {@code [v2:127.0.0.1:6800/1,v1:127.0.0.1:6801/1]}. */
    public static EntityAddrVec parse(String text) {
        String list = text.trim();
        if (list.startsWith("[v") && list.endsWith("]")) {
            list = list.substring(1, list.length() - 1);
        }
        List<EntityAddr> addrs = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            addrs.add(EntityAddr.parse(part.trim()));
        }
        return new EntityAddrVec(addrs);
    }

    public void encode(Encoder out) {
        out.u8(MARKER);
        out.list(addrs, EntityAddr::encode);
    }

    public static EntityAddrVec decode(Decoder in) {
        if (in.remaining() < 1) {
            throw new MalformedInputException("address vector is missing");
        }
        int marker = in.buffer().getByte(in.buffer().readerIndex());
        if (marker != MARKER) {
            return of(EntityAddr.decode(in));
        }
        in.u8();
        int n = in.count(EntityAddr.MIN_BYTES);
        List<EntityAddr> addrs = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            addrs.add(EntityAddr.decode(in));
        }
        return new EntityAddrVec(addrs);
    }

    /** Ceph's text: one address bare, several in brackets. */
    @Override
    public String toString() {
        if (addrs.size() == 1) {
            return addrs.get(0).toString();
        }
        return addrs.stream().map(EntityAddr::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
