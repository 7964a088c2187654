// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionTypeTest {
    @Test
    void sizesScaleBy1024AndIntegersBy1000() {
        assertThat(OptionType.SIZE.parse("4K")).isEqualTo(4096);
        assertThat(OptionType.SIZE.parse("100MB")).isEqualTo(100L << 20);
        assertThat(OptionType.SIZE.parse("1 Gi")).isEqualTo(1L << 30);
        assertThat(OptionType.SIZE.parse("7")).isEqualTo(7);
        assertThat(OptionType.INT.parse("4K")).isEqualTo(4000);
        assertThat(OptionType.INT.parse("-1")).isEqualTo(-1);
        assertThatThrownBy(() -> OptionType.SIZE.parse("9999999999G")).hasMessageContaining("64 bits");
        assertThatThrownBy(() -> OptionType.INT.parse("4.5")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeSpansAreSecondsOrHaveUnits() {
        assertThat(OptionType.SECS.parse("0.2")).isEqualTo(Duration.ofMillis(200));
        assertThat(OptionType.SECS.parse("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThat(OptionType.SECS.parse("1h 30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(OptionType.SECS.parse("1d")).isEqualTo(Duration.ofDays(1));
        assertThat(OptionType.MILLISECS.parse("250")).isEqualTo(Duration.ofMillis(250));
        for (String bad : List.of("", "x", "1 fortnight", "1 2 x")) {
            assertThatThrownBy(() -> OptionType.SECS.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void booleansAreWordsOrNumbers() {
        for (String yes : List.of("true", "TRUE", "yes", "on", "1", "5")) {
            assertThat(OptionType.BOOL.parse(yes)).as(yes).isTrue();
        }
        for (String no : List.of("false", "no", "off", "0")) {
            assertThat(OptionType.BOOL.parse(no)).as(no).isFalse();
        }
        assertThatThrownBy(() -> OptionType.BOOL.parse("maybe")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressVectorsParse() {
        assertThat(OptionType.ADDRVEC
                        .parse("[v2:10.0.0.1:6800/1,v1:10.0.0.1:6801/1]")
                        .addrs())
                .hasSize(2);
        assertThat(OptionType.ADDRVEC.parse("").isEmpty()).isTrue();
    }

    @Test
    void formattedValuesParseBack() {
        assertThat(OptionType.SECS.format(Duration.ofMillis(1500))).isEqualTo("1.5");
        assertThat(OptionType.SECS.format(Duration.ofSeconds(20))).isEqualTo("20");
        assertThat(OptionType.FLOAT.format(0.85)).isEqualTo("0.85");
    }
}
