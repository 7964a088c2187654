// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * The name an entity authenticates as: {@code client.admin}, {@code osd.0}. Ceph calls it {@code EntityName}, a name
 * {@link EntityName} has here. Wire: u32 type, string id. Immutable.
 */
public record AuthEntityName(EntityType type, String id) {
    public void encode(Encoder out) {
        out.u32(type.code());
        out.string(id);
    }

    public static AuthEntityName decode(Decoder in) {
        int code = in.s32();
        return new AuthEntityName(code == 0 ? EntityType.UNKNOWN : EntityType.of(code), in.string());
    }

    /** @param text {@code type.id}, as in {@code client.admin} */
    public static AuthEntityName parse(String text) {
        int dot = text.indexOf('.');
        if (dot > 0) {
            for (EntityType t : EntityType.values()) {
                if (t != EntityType.UNKNOWN && t.text().equals(text.substring(0, dot))) {
                    return new AuthEntityName(t, text.substring(dot + 1));
                }
            }
        }
        throw new IllegalArgumentException("not an entity name (type.id): " + text);
    }

    @Override
    public String toString() {
        return type.text() + "." + id;
    }
}
