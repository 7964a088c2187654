// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import org.jspecify.annotations.Nullable;

/**
 * The sections of a dump. A stream is {@link #MAGIC}, version u32 2, header size u32 18, footer size u32 10, then
 * sections: header (struct v1: u32 of type and magic, u64 bytes that follow), those bytes, and, if there are any,
 * footer (struct v1: u32). All little-endian. Recorded from rados 16.2.15.
 */
enum Section {
    OBJECT_BEGIN(3),
    OBJECT_END(4),
    DATA(5),
    ATTRS(6),
    OMAP_HEADER(7),
    OMAP(8),
    POOL_BEGIN(10),
    POOL_END(11);

    /** First bytes of a stream. */
    static final int MAGIC = 0xffceffce;

    static final int VERSION = 2;
    static final int HEADER_BYTES = 18;
    static final int FOOTER_BYTES = 10;
    static final int FOOTER = 0xecffffce;

    private static final int SHORT_MAGIC = 0xffce;

    private final int code;

    Section(int code) {
        this.code = code;
    }

    /** Its first field. */
    int tag() {
        return code << 24 | code << 16 | SHORT_MAGIC;
    }

    /** Null for a section that has no meaning here. @throws DumpException if it is no section's first field */
    static @Nullable Section of(int tag) throws DumpException {
        int code = tag >>> 24;
        if ((tag & 0xffff) != SHORT_MAGIC || (tag >>> 16 & 0xff) != code) {
            throw new DumpException("a section begins with " + Integer.toHexString(tag));
        }
        for (Section section : values()) {
            if (section.code == code) {
                return section;
            }
        }
        return null;
    }
}
