// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code entity_name_t}: {@code osd.3}, {@code client.4136}. Wire: u8 type, s64 num. Immutable. The
 * type is kept as a number because an unset name has type 0.
 *
 * @param num −1 for an entity that has no number yet
 */
public record EntityName(int typeCode, long num) implements Comparable<EntityName> {
    /** The all-zero name a client puts in its request ids. */
    public static final EntityName NONE = new EntityName(0, 0);

    public static final int BYTES = 9;

    public static EntityName of(EntityType type, long num) {
        return new EntityName(type.code(), num);
    }

    public static EntityName osd(long num) {
        return of(EntityType.OSD, num);
    }

    public static EntityName mon(long num) {
        return of(EntityType.MON, num);
    }

    public static EntityName client(long num) {
        return of(EntityType.CLIENT, num);
    }

    /** @throws org.inkwire.wire.MalformedInputException for a type code outside the table */
    public EntityType type() {
        return EntityType.of(typeCode);
    }

    public boolean is(EntityType type) {
        return typeCode == type.code();
    }

    public void encode(Encoder out) {
        out.u8(typeCode);
        out.s64(num);
    }

    public static EntityName decode(Decoder in) {
        return new EntityName(in.u8(), in.s64());
    }

    @Override
    public int compareTo(EntityName other) {
        int byType = Integer.compare(typeCode, other.typeCode);
        return byType != 0 ? byType : Long.compare(num, other.num);
    }

    @Override
    public String toString() {
        for (EntityType t : EntityType.values()) {
            if (t.code() == typeCode) {
                return t.text() + "." + (num < 0 ? "?" : Long.toString(num));
            }
        }
        return typeCode + "." + num;
    }
}
