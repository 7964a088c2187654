// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.wire.Encoder;
import org.junit.jupiter.api.Test;

class ValueEncoderTest {
    private final ValueEncoder values = new ValueEncoder();

    @Test
    void eachValueIsWhatWasEncodedSinceItsBeginning() {
        values.begin().u32(1);
        values.begin().u8(2);
        ByteString two = values.end();
        values.begin().u8(3);
        assertThat(two.toByteArray()).containsExactly(2);
        assertThat(values.end().toByteArray()).containsExactly(3);
    }

    @Test
    void theMemoryOfALargeValueIsGivenBackAtItsEnd() {
        Encoder out = values.begin();
        out.blob(new byte[1 << 20]);
        assertThat(values.end().length()).isEqualTo(Integer.BYTES + (1 << 20));
        assertThat(out.buffer().capacity()).isLessThan(1 << 10);
    }
}
