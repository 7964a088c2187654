// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CodecTest {
    private final ByteBuf buf = Unpooled.buffer();
    private final Encoder out = new Encoder(buf);

    private Decoder written() {
        return new Decoder(buf);
    }

    private String hex() {
        return ByteBufUtil.hexDump(buf);
    }

    @Test
    void integersAreLittleEndianAndPacked() {
        out.u8(0x01);
        out.u16(0x0203);
        out.u32(0x04050607L);
        out.u64(0x08090a0b0c0d0e0fL);
        out.bool(true);
        assertThat(hex()).isEqualTo("01" + "0302" + "07060504" + "0f0e0d0c0b0a0908" + "01");
        Decoder d = written();
        assertThat(d.u8()).isEqualTo(1);
        assertThat(d.u16()).isEqualTo(0x0203);
        assertThat(d.u32()).isEqualTo(0x04050607L);
        assertThat(d.u64()).isEqualTo(0x08090a0b0c0d0e0fL);
        assertThat(d.bool()).isTrue();
        d.expectEnd("integers");
    }

    @Test
    void stringsAndMapsCarryU32Counts() {
        out.stringMap(new TreeMap<>(Map.of("b", "2", "a", "é")));
        assertThat(hex()).isEqualTo("02000000" + "0100000061" + "02000000c3a9" + "0100000062" + "0100000032");
        assertThat(written().stringMap()).containsExactly(Map.entry("a", "é"), Map.entry("b", "2"));
    }

    @Test
    void aVersionedStructTellsItsLength() {
        out.start(3, 1);
        out.u32(7);
        out.finish();
        assertThat(hex()).isEqualTo("0301" + "04000000" + "07000000");
    }

    @Test
    void aReaderSkipsWhatANewerWriterAppended() {
        out.start(9, 1);
        out.u32(7);
        out.string("from the future");
        out.finish();
        out.u8(0x55);
        Decoder d = written();
        assertThat(d.start(2)).isEqualTo(9);
        assertThat(d.u32()).isEqualTo(7);
        d.finish();
        assertThat(d.u8()).isEqualTo(0x55);
    }

    @Test
    void aReaderRefusesAStructItIsTooOldFor() {
        out.start(9, 5);
        out.finish();
        assertThatThrownBy(() -> written().start(4))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("needs a reader of 5");
    }

    @Test
    void aStructCannotReadBeyondItsEnd() {
        out.start(1, 1);
        out.u8(1);
        out.finish();
        out.u64(2);
        Decoder d = written();
        d.start(1);
        assertThatThrownBy(d::u32).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void aNestedStructCannotBeLongerThanItsParent() {
        out.start(1, 1);
        out.u8(1);
        out.u8(1);
        out.u32(100);
        out.finish();
        out.zeros(200);
        Decoder d = written();
        d.start(1);
        assertThatThrownBy(() -> d.start(1)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void countsAreCheckedBeforeAnythingIsAllocated() {
        out.u32(0xffffffffL);
        assertThatThrownBy(() -> written().list(1, Decoder::u8)).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> written().blob()).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> written().string()).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> written().stringMap()).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void leftOverBytesAreNamed() {
        out.u32(1);
        assertThatThrownBy(() -> written().expectEnd("a thing")).hasMessage("4 bytes left over after a thing");
    }

    @Test
    void everyScalarComesBack() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            long a = random.nextLong();
            int b = random.nextInt();
            double c = Double.longBitsToDouble(random.nextLong());
            float f = Float.intBitsToFloat(random.nextInt());
            ByteBuf bytes = Unpooled.buffer();
            Encoder e = new Encoder(bytes);
            e.u64(a);
            e.s32(b);
            e.f64(c);
            e.f32(f);
            Decoder d = new Decoder(bytes);
            assertThat(d.u64()).isEqualTo(a);
            assertThat(d.s32()).isEqualTo(b);
            assertThat(Double.doubleToRawLongBits(d.f64())).isEqualTo(Double.doubleToRawLongBits(c));
            assertThat(Float.floatToRawIntBits(d.f32())).isEqualTo(Float.floatToRawIntBits(f));
            d.expectEnd("scalars");
        }
    }
}
