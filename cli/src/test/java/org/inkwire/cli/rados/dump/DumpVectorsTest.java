// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What {@code rados export} of 16.2.15 wrote for a pool of two objects: o with content, two attributes, an omap of two
 * keys and its header; e, empty, in namespace ns at locator loc.
 */
class DumpVectorsTest {
    private static final byte[] DUMP = HexFormat.of()
            .parseHex("ceffceff02000000120000000a00000001010c000000ceff0a0a000000000000000001010c000000ceff0303"
                    + "1f0100000000000003011901000004032200000000000000010000006ffeffffffffffffff00000000000000"
                    + "00000000000000000080ffffffffffffffffff1108e200000004032100000000000000000000000000000000"
                    + "000000000000000000000000000000000000008006031c0000000000000000000080ffffffff000000000000"
                    + "0000ffffffffffffffff00000000000000000000000000000000000000000000000000000000020215000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "000000ffffffffffffffff0000000000000000000000000000000000000000010104000000ceffffec01010c"
                    + "000000ceff05051f00000000000000010119000000000000000000000005000000000000000500000068656c"
                    + "6c6f010104000000ceffffec01010c000000ceff0606250000000000000001011f0000000200000003000000"
                    + "5f6131020000007631030000005f613203000000763232010104000000ceffffec01010c000000ceff07070d"
                    + "0000000000000001010700000003000000484452010104000000ceffffec01010c000000ceff080823000000"
                    + "0000000001011d00000002000000020000006b31020000007731020000006b32030000007732320101040000"
                    + "00ceffffec01010c000000ceff0404000000000000000001010c000000ceff0303240100000000000003011e"
                    + "010000040327000000030000006c6f630100000065feffffffffffffff0000000000020000006e7300000000"
                    + "00000080ffffffffffffffffff1108e200000004032100000000000000000000000000000000000000000000"
                    + "000000000000000000000000008006031c0000000000000000000080ffffffff0000000000000000ffffffff"
                    + "ffffffff00000000000000000000000000000000000000000000000000000000020215000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000ffffff"
                    + "ffffffffff0000000000000000000000000000000000000000010104000000ceffffec01010c000000ceff06"
                    + "060a0000000000000001010400000000000000010104000000ceffffec01010c000000ceff07070a00000000"
                    + "00000001010400000000000000010104000000ceffffec01010c000000ceff0404000000000000000001010c"
                    + "000000ceff0b0b0000000000000000");

    private static byte[] b(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static DumpReader reader(byte[] dump) throws IOException {
        return new DumpReader(new ByteArrayInputStream(dump));
    }

    @Test
    void theSameObjectsAreWrittenAsTheSameBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumpWriter writer = new DumpWriter(out);
        writer.mark(Section.POOL_BEGIN);
        writer.objectBegin(new DumpedName("", "", "o"));
        writer.data(0, b("hello"));
        writer.entries(Section.ATTRS, new TreeMap<>(Map.of("_a1", b("v1"), "_a2", b("v22"))));
        writer.omapHeader(b("HDR"));
        writer.entries(Section.OMAP, new TreeMap<>(Map.of("k1", b("w1"), "k2", b("w22"))));
        writer.mark(Section.OBJECT_END);
        writer.objectBegin(new DumpedName("ns", "loc", "e"));
        writer.entries(Section.ATTRS, Map.of());
        writer.omapHeader(new byte[0]);
        writer.mark(Section.OBJECT_END);
        writer.mark(Section.POOL_END);
        assertThat(out.toByteArray()).isEqualTo(DUMP);
    }

    @Test
    void theSectionsAreReadInOrder() throws IOException {
        DumpReader reader = reader(DUMP);
        List<Section> sections = new ArrayList<>();
        List<String> names = new ArrayList<>();
        while (!sections.contains(Section.POOL_END)) {
            DumpReader.Read read = reader.next();
            sections.add(read.section());
            if (read.section() == Section.OBJECT_BEGIN) {
                names.add(DumpedName.decode(read.content()).toString());
            }
        }
        assertThat(sections)
                .containsExactly(
                        Section.POOL_BEGIN,
                        Section.OBJECT_BEGIN,
                        Section.DATA,
                        Section.ATTRS,
                        Section.OMAP_HEADER,
                        Section.OMAP,
                        Section.OBJECT_END,
                        Section.OBJECT_BEGIN,
                        Section.ATTRS,
                        Section.OMAP_HEADER,
                        Section.OBJECT_END,
                        Section.POOL_END);
        assertThat(names)
                .containsExactly(
                        "#-9223372036854775808:00000000:::o:head#", "#-9223372036854775808:00000000:ns:loc:e:head#");
    }

    @Test
    void aDumpThatIsCutOffOrSomethingElseIsRefused() throws IOException {
        for (int length = 16; length < DUMP.length; length++) {
            DumpReader reader = reader(Arrays.copyOf(DUMP, length));
            assertThatThrownBy(() -> {
                        while (reader.next().section() != Section.POOL_END) {
                            // Up to the cut.
                        }
                    })
                    .as("cut at %d", length)
                    .isInstanceOf(DumpException.class);
        }
        assertThatThrownBy(() -> reader(b("no dump of any pool"))).hasMessage("not a dump of a pool");
        byte[] broken = DUMP.clone();
        broken[0x22 + 0x10] = (byte) 0xff;
        assertThatThrownBy(() -> {
                    DumpReader reader = reader(broken);
                    reader.next();
                    reader.next();
                })
                .isInstanceOf(DumpException.class);
    }
}
