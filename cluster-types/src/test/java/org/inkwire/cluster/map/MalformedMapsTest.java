// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.inkwire.cluster.Vectors;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;

/** Bad bytes from a peer cause MalformedInputException; the tests' small heap catches unchecked allocations. */
class MalformedMapsTest {
    private static boolean decodes(byte[] bytes, Consumer<byte[]> decode) {
        try {
            decode.accept(bytes);
            return true;
        } catch (MalformedInputException expected) {
            return false;
        } catch (RuntimeException | Error e) {
            return fail("neither decoded nor refused", e);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] full = Vectors.bytes("osdmap/chain/full.36");
        byte[] inc = Vectors.bytes("osdmap/chain/inc.36");
        byte[] mon = Vectors.bytes("osdmap/monmap-ipv6-legacy.bin");
        for (int n = 0; n < full.length; n++) {
            assertThat(decodes(Arrays.copyOf(full, n), OSDMap::decode)).isFalse();
        }
        for (int n = 0; n < inc.length; n++) {
            assertThat(decodes(Arrays.copyOf(inc, n), OSDMapIncremental::decode))
                    .isFalse();
        }
        for (int n = 0; n < mon.length; n++) {
            assertThat(decodes(Arrays.copyOf(mon, n), MonMap::decode)).isFalse();
        }
    }

    @Test
    void everyTruncationOfACrushMapIsRefusedOrAnOldMap() {
        byte[] crush = Vectors.bytes("crush/tree.crush");
        int old = 0;
        for (int n = 0; n < crush.length; n++) {
            old += decodes(Arrays.copyOf(crush, n), CrushMap::decode) ? 1 : 0;
        }
        // Cut before each group of the tail, as older releases ended.
        assertThat(old).isBetween(1, 10);
    }

    @Test
    void aChangedByteIsCaughtByTheCrc() {
        byte[] full = Vectors.bytes("osdmap/chain/full.36");
        for (int at = 0; at < full.length; at++) {
            byte[] bad = full.clone();
            bad[at] ^= 0x40;
            assertThat(decodes(bad, OSDMap::decode)).as("byte %d", at).isFalse();
        }
    }

    @Test
    void mutatedMapsWithARightCrcAreDecodedOrRefused() {
        Random random = new Random(16_2_15);
        byte[] full = Vectors.bytes("osdmap/flat3.osdmap");
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = mutated(full, random);
            int crcAt = bad.length - 4;
            int crc = Crc32c.seedMinusOne(bad, 0, crcAt);
            for (int b = 0; b < 4; b++) {
                bad[crcAt + b] = (byte) (crc >>> 8 * b);
            }
            decodes(bad, OSDMap::decode);
        }
    }

    @Test
    void mutatedCrushMapsAreDecodedOrRefused() {
        Random random = new Random(5);
        for (String name : new String[] {"tree", "list", "uniform", "straw", "straw2"}) {
            byte[] crush = Vectors.bytes("crush/" + name + ".crush");
            for (int i = 0; i < 3_000; i++) {
                decodes(mutated(crush, random), CrushMap::decode);
            }
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] bad = bytes.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(bad.length);
            bad[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) random.nextInt(256);
                case 1 -> (byte) 0xff;
                default -> (byte) (bad[at] ^ 1 << random.nextInt(8));
            };
        }
        return bad;
    }
}
