// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.wire.Encoder;

/** Writes the sections of a dump. One thread. */
final class DumpWriter {
    private static final byte[] NOTHING = {};

    private final OutputStream out;

    DumpWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write(bytes(e -> {
            e.u32(Section.MAGIC);
            e.u32(Section.VERSION);
            e.u32(Section.HEADER_BYTES);
            e.u32(Section.FOOTER_BYTES);
        }));
    }

    void mark(Section section) throws IOException {
        section(section, NOTHING);
    }

    void objectBegin(DumpedName name) throws IOException {
        section(Section.OBJECT_BEGIN, name.encode());
    }

    void data(long offset, byte[] content) throws IOException {
        section(Section.DATA, struct(e -> {
            e.u64(offset);
            e.u64(content.length);
            e.blob(content);
        }));
    }

    void omapHeader(byte[] header) throws IOException {
        section(Section.OMAP_HEADER, struct(e -> e.blob(header)));
    }

    void entries(Section section, Map<String, byte[]> entries) throws IOException {
        section(section, struct(e -> e.map(entries, (key, to) -> to.string(key), (value, to) -> to.blob(value))));
    }

    private void section(Section section, byte[] content) throws IOException {
        out.write(struct(e -> {
            e.u32(section.tag());
            e.u64(content.length);
        }));
        if (content.length > 0) {
            out.write(content);
            out.write(struct(e -> e.u32(Section.FOOTER)));
        }
    }

    private static byte[] struct(Consumer<Encoder> fields) {
        return bytes(e -> {
            e.start(1, 1);
            fields.accept(e);
            e.finish();
        });
    }

    private static byte[] bytes(Consumer<Encoder> fields) {
        ByteBuf buffer = Unpooled.buffer();
        fields.accept(new Encoder(buffer));
        return ByteBufUtil.getBytes(buffer);
    }
}
