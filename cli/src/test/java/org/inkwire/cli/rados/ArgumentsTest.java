// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inkwire.cli.Failure;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(String... words) {
        return Arguments.parse(List.of(words));
    }

    @Test
    void optionsMayStandAnywhere() {
        Arguments a = parse("put", "-p", "data", "o", "--namespace=ns", "f", "--offset", "3", "--no-verify");
        assertThat(a.operands()).containsExactly("put", "o", "f");
        assertThat(a.get(ToolOption.POOL)).isEqualTo("data");
        assertThat(a.get(ToolOption.NAMESPACE)).isEqualTo("ns");
        assertThat(a.number(ToolOption.OFFSET, "offset", 0)).isEqualTo(3);
        assertThat(a.has(ToolOption.NO_VERIFY)).isTrue();
    }

    @Test
    void underscoresAreDashes() {
        assertThat(parse("--object_locator", "k").get(ToolOption.OBJECT_LOCATOR))
                .isEqualTo("k");
    }

    /** As with rados: put -x FILE stores an object of this name. */
    @Test
    void whatIsNoOptionIsAnOperand() {
        assertThat(parse("put", "-x", "f").operands()).containsExactly("put", "-x", "f");
        assertThat(parse("put", "--", "-p", "f").operands()).containsExactly("put", "-p", "f");
        assertThat(parse("get", "o", "-").operands()).containsExactly("get", "o", "-");
        assertThat(parse("put", "@x", "=").operands()).containsExactly("put", "@x", "=");
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThatThrownBy(() -> parse("ls", "-p"))
                .isInstanceOf(Failure.class)
                .hasMessage("Option -p requires an argument.");
    }

    @Test
    void sizesMayHaveAUnit() {
        assertThat(parse("-b", "4K").bytes(ToolOption.BLOCK_SIZE, "block-size", 1))
                .isEqualTo(4096);
        assertThat(parse("-b", "2MiB").bytes(ToolOption.BLOCK_SIZE, "block-size", 1))
                .isEqualTo(2 << 20);
        assertThat(parse().bytes(ToolOption.BLOCK_SIZE, "block-size", 7)).isEqualTo(7);
        for (String bad : List.of("foo", "", "0", "-1", "4G", "99999999999999999999", "4Q")) {
            assertThatThrownBy(() -> parse("-b", bad).bytes(ToolOption.BLOCK_SIZE, "block-size", 1))
                    .as(bad)
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("Invalid value for block-size");
        }
    }
}
