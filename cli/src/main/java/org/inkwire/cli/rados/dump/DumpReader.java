// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/** Reads the sections of a dump. One thread. */
final class DumpReader {
    /** Far more than any writer puts into one; what is not there is not allocated either. */
    private static final long MAX_SECTION_BYTES = 1L << 30;

    private final InputStream in;

    /**
     * One section.
     *
     * @param section null: of a kind that means nothing here
     */
    record Read(@Nullable Section section, byte[] content) {
        /** The content after the header of its struct. */
        Decoder struct() {
            Decoder decoder = new Decoder(Unpooled.wrappedBuffer(content));
            decoder.start(1);
            return decoder;
        }
    }

    DumpReader(InputStream in) throws IOException {
        this.in = in;
        Decoder start = exactly(4 * Integer.BYTES);
        if ((int) start.u32() != Section.MAGIC) {
            throw new DumpException("not a dump of a pool");
        }
        long version = start.u32();
        long header = start.u32();
        long footer = start.u32();
        if (version > Section.VERSION || header != Section.HEADER_BYTES || footer != Section.FOOTER_BYTES) {
            throw new DumpException(
                    "a dump of version " + version + ", headers of " + header + " and footers of " + footer + " bytes");
        }
    }

    Read next() throws IOException {
        try {
            Decoder header = exactly(Section.HEADER_BYTES);
            header.start(1);
            Section section = Section.of((int) header.u32());
            long bytes = header.u64();
            if (bytes < 0 || bytes > MAX_SECTION_BYTES) {
                throw new DumpException("a section of " + Long.toUnsignedString(bytes) + " bytes");
            }
            byte[] content = in.readNBytes((int) bytes);
            if (content.length < bytes) {
                throw new DumpException("the dump is cut off");
            }
            if (bytes > 0) {
                Decoder footer = exactly(Section.FOOTER_BYTES);
                footer.start(1);
                if ((int) footer.u32() != Section.FOOTER) {
                    throw new DumpException("a section does not end where it says");
                }
            }
            return new Read(section, content);
        } catch (MalformedInputException e) {
            throw new DumpException(String.valueOf(e.getMessage()));
        }
    }

    private Decoder exactly(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new DumpException("the dump is cut off");
        }
        return new Decoder(Unpooled.wrappedBuffer(read));
    }
}
