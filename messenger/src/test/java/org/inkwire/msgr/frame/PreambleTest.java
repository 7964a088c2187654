// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;

/** One preamble is used for all frames of a direction: what it knows of the last one must not pass to the next. */
class PreambleTest {
    private static final int FRAMES = 10_000;
    private static final int LENGTHS = 3;

    private static ByteBuf encoded(Preamble preamble) {
        ByteBuf bytes = Unpooled.buffer(Preamble.BYTES).writeZero(Preamble.BYTES);
        preamble.encodeAt(bytes, 0);
        return bytes;
    }

    @Test
    void aUsedPreambleWritesAndReadsAsAFreshOneDoes() {
        Preamble writing = new Preamble();
        Preamble reading = new Preamble();
        Random random = new Random(1);
        for (int i = 0; i < FRAMES; i++) {
            // Few lengths, so that frames are often alike.
            int front = random.nextInt(LENGTHS);
            int middle = random.nextInt(LENGTHS);
            int data = random.nextInt(LENGTHS);
            int flags = random.nextInt(2);
            ByteBuf bytes =
                    encoded(writing.set(Tag.MESSAGE, 41, front, middle, data).flags(flags));
            assertThat(bytes)
                    .isEqualTo(encoded(new Preamble()
                            .set(Tag.MESSAGE, 41, front, middle, data)
                            .flags(flags)));
            reading.decode(bytes);
            assertThat(reading.length(1)).isEqualTo(front);
            assertThat(reading.length(2)).isEqualTo(middle);
            assertThat(reading.length(3)).isEqualTo(data);
            assertThat(reading.flags()).isEqualTo(flags);
        }
    }

    @Test
    void everyByteIsCheckedAlsoOfAPreambleLikeTheLast() {
        Preamble reading = new Preamble();
        ByteBuf good = encoded(new Preamble().set(Tag.MESSAGE, 41, 12, 0, 52));
        for (int i = 0; i < Preamble.BYTES; i++) {
            ByteBuf bad = good.copy();
            bad.setByte(i, bad.getByte(i) ^ 0x10);
            reading.decode(good.duplicate());
            assertThatThrownBy(() -> reading.decode(bad))
                    .as("byte %d", i)
                    .isInstanceOf(MalformedInputException.class)
                    .hasMessageContaining("preamble crc");
            assertThatThrownBy(() -> reading.decode(bad.readerIndex(0)))
                    .as("byte %d again", i)
                    .isInstanceOf(MalformedInputException.class)
                    .hasMessageContaining("preamble crc");
        }
    }

    @Test
    void zerosAreNoPreamble() {
        assertThatThrownBy(() -> new Preamble().decode(Unpooled.buffer().writeZero(Preamble.BYTES)))
                .isInstanceOf(MalformedInputException.class);
    }
}
