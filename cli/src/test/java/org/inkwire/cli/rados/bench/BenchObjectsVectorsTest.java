// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The objects that {@code rados bench 1 write -b 64} of 16.2.15 left in a pool. */
class BenchObjectsVectorsTest {
    private static final byte[] METADATA = HexFormat.of().parseHex("400000000000000034060000584d00004000000000000000");
    private static final BenchObjects OBJECTS = new BenchObjects(64, 64, 1588, 19800);

    @Test
    void theDescriptionDecodesAndEncodesToTheSameBytes() {
        assertThat(BenchObjects.decode(METADATA)).isEqualTo(OBJECTS);
        assertThat(OBJECTS.encode()).isEqualTo(METADATA);
    }

    @Test
    void anObjectHasTheNameAndTheContentThatRadosGivesIt() {
        assertThat(OBJECTS.name("vm", 7)).isEqualTo("benchmark_data_vm_19800_object7");
        BenchContent contents = new BenchContent(OBJECTS.opSize());
        assertThat(new String(contents.of(7), StandardCharsets.US_ASCII))
                .isEqualTo("I'm the                7th op!\0zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(new String(contents.of(1587), StandardCharsets.US_ASCII))
                .isEqualTo("I'm the             1587th op!\0zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    @Test
    void anObjectSmallerThanItsSentenceIsCut() {
        assertThat(new BenchContent(24).of(15))
                .isEqualTo("I'm the               15".getBytes(StandardCharsets.US_ASCII));
        assertThat(new BenchContent(23).of(15))
                .isEqualTo("I'm the               1".getBytes(StandardCharsets.US_ASCII));
        assertThat(new BenchContent(4).of(0)).isEqualTo("I'm ".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void otherBytesAreRefused() {
        assertThatThrownBy(() -> BenchObjects.decode(new byte[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BenchObjects.decode(new byte[24])).isInstanceOf(IllegalArgumentException.class);
    }

    /** As {@code rados bench 1 write -b 64 -O 128 --max-objects 1 -t 1} left them. */
    @Test
    void severalOperationsMayFillOneObject() {
        BenchObjects objects =
                BenchObjects.decode(HexFormat.of().parseHex("800000000000000002000000c17f00004000000000000000"));
        assertThat(objects.objects()).isEqualTo(1);
        assertThat(objects.place("vm", 1)).isEqualTo(new BenchObjects.Place("benchmark_data_vm_32705_object0", 64));
        assertThat(objects.place("vm", 2)).isEqualTo(new BenchObjects.Place("benchmark_data_vm_32705_object1", 0));
    }
}
