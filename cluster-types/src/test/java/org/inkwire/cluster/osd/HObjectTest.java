// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.junit.jupiter.api.Test;

class HObjectTest {
    private static HObject object(String name, int hash) {
        return HObject.head(ObjectLocator.of(1, ""), name, hash);
    }

    @Test
    void objectsAreOrderedByTheirBitReversedHash() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            seeds.add(seed);
        }
        seeds.sort((a, b) -> HObject.atHash(1, a).compareTo(HObject.atHash(1, b)));
        // The order in which a real PG listing walks the 8 PGs of a pool.
        assertThat(seeds).containsExactly(0, 4, 2, 6, 1, 5, 3, 7);
    }

    @Test
    void poolThenHashThenNamespaceThenKeyThenNameThenSnapDecide() {
        List<HObject> ordered = List.of(
                HObject.MIN,
                new HObject("", "z", SnapId.HEAD, 0, false, "z", -5),
                object("z", 0),
                object("a", Integer.reverse(1)),
                new HObject("", "a", 4, Integer.reverse(2), false, "", 1),
                new HObject("", "a", 5, Integer.reverse(2), false, "", 1),
                new HObject("", "a", SnapId.HEAD, Integer.reverse(2), false, "", 1),
                new HObject("", "b", SnapId.HEAD, Integer.reverse(2), false, "", 1),
                new HObject("c", "a", SnapId.HEAD, Integer.reverse(2), false, "", 1),
                new HObject("", "a", SnapId.HEAD, Integer.reverse(2), false, "n", 1),
                object("a", -1),
                new HObject("", "a", SnapId.HEAD, 0, false, "", 2),
                HObject.MAX);
        List<HObject> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        Collections.sort(shuffled);
        assertThat(shuffled).containsExactlyElementsOf(ordered);
    }

    @Test
    void namesAreOrderedAsTheirUtf8Bytes() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            String a = randomName(random);
            String b = randomName(random);
            int expected =
                    Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(byName(a, b))).as("%s ? %s", a, b).isEqualTo(Integer.signum(expected));
        }
    }

    /** Short names from few letters of all planes, so that they share prefixes. */
    private static String randomName(Random random) {
        String[] letters = {"a", "b", "\u00e9", "\uffee", "\ud83d\ude00", "\ue000", "\u4e2d"};
        StringBuilder name = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            name.append(letters[random.nextInt(letters.length)]);
        }
        return name.toString();
    }

    private static int byName(String a, String b) {
        return object(a, 1).compareTo(object(b, 1));
    }

    @Test
    void theFirstCursorOfAListingHasCephsBytes() {
        ByteBuf out = Unpooled.buffer();
        HObject.MIN.encode(new Encoder(out));
        assertThat(ByteBufUtil.hexDump(out))
                .startsWith("040321000000")
                .hasSize(2 * 39)
                .endsWith("0000000000000080");
        assertThat(HObject.decode(new Decoder(out))).isSameAs(HObject.MIN);
    }

    @Test
    void textIsCephs() {
        HObject o = new HObject("key", "a:b/c%d", SnapId.HEAD, 0x12345678, false, "ns", 3);
        assertThat(o).hasToString("3:1e6a2c48:ns:key:a%3ab%2fc%25d:head");
        assertThat(HObject.MIN).hasToString("MIN");
        assertThat(HObject.MAX).hasToString("MAX");
    }

    @Test
    void aKeyEqualToTheNameIsNoKey() {
        assertThat(new HObject("a", "a", SnapId.HEAD, 1, false, "", 1)).isEqualTo(object("a", 1));
    }
}
