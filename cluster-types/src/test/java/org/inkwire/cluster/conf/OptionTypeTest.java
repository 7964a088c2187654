// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionTypeTest {
    private static void taken(OptionType<?> type, String... textsAndValues) {
        for (String pair : textsAndValues) {
            int at = pair.lastIndexOf('|');
            assertThat(String.valueOf(type.parse(pair.substring(0, at))))
                    .as(pair)
                    .isEqualTo(pair.substring(at + 1));
        }
    }

    private static void refused(OptionType<?> type, String... texts) {
        for (String text : texts) {
            assertThatThrownBy(() -> type.parse(text))
                    .as("%s of '%s'", type, text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'");
        }
    }

    /** Each text was given to Ceph 16.2.15, which took or refused it in the same way. */
    @Test
    void numbersAreReadAsCephReadsThem() {
        taken(OptionType.INT, "4K|4000", "-1|-1", "010|10", "+5|5", " 7 |7", "2M|2000000");
        refused(OptionType.INT, "4Ki", "4k", "4B", "4.5", "0x10", "1e3", "4 K", "", "banana", "99999999999999999999");
        taken(OptionType.UINT, "4K|4000", "+5|5", "-0|0");
        refused(OptionType.UINT, "-1", "4KB", "4KiB", "18446744073709551615");
        taken(OptionType.SIZE, "4K|4096", "4Ki|4096", "4KB|4096", "4B|4", "4M|4194304", "100MB|104857600", "7|7");
        refused(OptionType.SIZE, "4k", "4MiB", "4 M", "0x10", "-1", "16E", "banana", "");
        assertThatThrownBy(() -> OptionType.SIZE.parse("9999999999G")).hasMessage("'9999999999G' is too large");
        taken(
                OptionType.FLOAT,
                "1.5|1.5",
                "1e-1|0.1",
                ".5|0.5",
                "5.|5.0",
                "inf|Infinity",
                "nan|NaN",
                "0x1p3|8.0",
                "-3|-3.0");
        refused(OptionType.FLOAT, "banana", "", "1.5f", "1.5d", "1,5");
    }

    @Test
    void timeSpansAreIntegersFloatsOrHaveUnitsAsTheOptionsTypeSays() {
        assertThat(OptionType.SECONDS.parse("0.2")).isEqualTo(Duration.ofMillis(200));
        assertThat(OptionType.SECONDS.parse("inf")).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        refused(OptionType.SECONDS, "10s", "1h", "nan", "");
        assertThat(OptionType.WHOLE_SECONDS.parse("1K")).isEqualTo(Duration.ofSeconds(1000));
        refused(OptionType.WHOLE_SECONDS, "0.2", "10s", "");
        assertThat(OptionType.SECS.parse("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThat(OptionType.SECS.parse("5 s")).isEqualTo(Duration.ofSeconds(5));
        assertThat(OptionType.SECS.parse("1h 30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(OptionType.SECS.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(OptionType.SECS.parse("1mo")).isEqualTo(Duration.ofDays(30));
        assertThat(OptionType.SECS.parse("99999999999999999999")).isGreaterThan(Duration.ofDays(100_000));
        refused(OptionType.SECS, "", "x", "0.2", "10ms", "1 fortnight", "1 2 x", "-1", "inf");
    }

    @Test
    void booleansAreTrueFalseOrNumbers() {
        taken(
                OptionType.BOOL,
                "true|true",
                "TRUE|true",
                "1|true",
                "5|true",
                "-1|true",
                "false|false",
                "False|false",
                "0|false");
        refused(OptionType.BOOL, "yes", "no", "on", "off", "t", "y", "", "banana");
    }

    @Test
    void addressesMayLackTypeAndPort() {
        taken(
                OptionType.ADDR,
                "1.2.3.4|v2:1.2.3.4:0/0",
                "v2:1.2.3.4:5|v2:1.2.3.4:5/0",
                "10.0.0.1:6789|v2:10.0.0.1:6789/0",
                "[::1]:80|v2:[::1]:80/0",
                "v1:1.2.3.4:5/6|v1:1.2.3.4:5/6",
                "[fd00::1]|v2:[fd00::1]:0/0",
                "fd00::1|v2:[fd00::1]:0/0",
                "-|-",
                "|-");
        refused(OptionType.ADDR, "banana", "[v2:1.2.3.4:5,v1:1.2.3.4:6]", "1.2.3.4:99999");
    }

    @Test
    void uuidsAndWordsOfAListAreChecked() {
        taken(OptionType.UUID, "2D8D8A8E-0000-4000-8000-000000000001|2d8d8a8e-0000-4000-8000-000000000001");
        refused(OptionType.UUID, "banana", "1-2-3-4-5");
        taken(OptionType.oneOf("off", "warn", "on"), "warn|warn");
        refused(OptionType.oneOf("off", "warn", "on"), "ON", "banana", "");
    }

    @Test
    void formattedValuesParseBack() {
        assertThat(OptionType.SECONDS.format(Duration.ofMillis(1500))).isEqualTo("1.5");
        assertThat(OptionType.WHOLE_SECONDS.format(Duration.ofSeconds(20))).isEqualTo("20");
        assertThat(OptionType.FLOAT.format(0.85)).isEqualTo("0.85");
    }

    @Test
    void everyDefaultHasANormalFormWithTheSameValue() {
        for (Option<?> option : Options.all()) {
            String normal = option.normalize(option.defaultText());
            assertThat(option.parse(normal)).as(option.name()).isEqualTo(option.parse(option.defaultText()));
            assertThat(option.normalize(normal)).as(option.name()).isEqualTo(normal);
        }
    }
}
