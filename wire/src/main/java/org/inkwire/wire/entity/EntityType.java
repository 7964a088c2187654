// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import org.inkwire.wire.MalformedInputException;

/** Entity types, as numbered on the wire. Ceph: {@code CEPH_ENTITY_TYPE_*}. Immutable. */
public enum EntityType {
    /** None of the others, such as the type of a name that was never set. No peer is one. */
    UNKNOWN(0, "unknown"),
    MON(1, "mon"),
    MDS(2, "mds"),
    OSD(4, "osd"),
    CLIENT(8, "client"),
    MGR(16, "mgr"),
    /** Appears only in tickets. */
    AUTH(32, "auth"),
    ANY(255, "any");

    private final int code;
    private final String text;

    EntityType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** Ceph's lower-case name: {@code mon}, {@code osd}, … */
    public String text() {
        return text;
    }

    public static EntityType of(int code) {
        for (EntityType t : values()) {
            if (t.code == code && t != UNKNOWN) {
                return t;
            }
        }
        throw new MalformedInputException("unknown entity type " + code);
    }

    @Override
    public String toString() {
        return text;
    }
}
