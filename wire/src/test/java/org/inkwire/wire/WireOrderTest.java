// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireOrderTest {
    private static final List<String> KEYS = List.of(
            "",
            "a",
            "ab",
            "b",
            "\u00e9",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d\ude00a",
            "\udbff\udfff");

    private static int byBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void stringsAreInTheOrderOfTheirBytes() {
        for (String a : KEYS) {
            for (String b : KEYS) {
                assertThat(Integer.signum(WireOrder.STRINGS.compare(a, b)))
                        .as("%s, %s", a, b)
                        .isEqualTo(Integer.signum(byBytes(a, b)));
            }
        }
    }

    @Test
    void aCopyHasTheOrderOfTheWire() {
        assertThat(WireOrder.copy(Map.of("\ud83d\ude00", 1, "\uffff", 2, "a", 3))
                        .keySet())
                .containsExactly("a", "\uffff", "\ud83d\ude00");
    }
}
