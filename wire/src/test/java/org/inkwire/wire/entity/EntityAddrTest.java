// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityAddrTest {
    private static String encoded(EntityAddr addr) {
        ByteBuf buf = Unpooled.buffer();
        addr.encode(new Encoder(buf));
        return ByteBufUtil.hexDump(buf);
    }

    private static EntityAddr decoded(String hex) {
        Decoder in = new Decoder(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        EntityAddr addr = EntityAddr.decode(in);
        in.expectEnd("address");
        return addr;
    }

    /** Bytes as recorded from a 16.2.15 monitor and monmap (protocol: encoding section 4). */
    @ParameterizedTest
    @CsvSource({
        "v2:127.0.0.1:23300/0, 0101011c000000020000000000000010000000" + "02005b047f0000010000000000000000",
        "'v2:[fd00:1234::abcd]:3300/0', 01010128000000020000000000000"
                + "01c0000000a000ce400000000fd00123400000000000000000000abcd00000000",
    })
    void recordedAddressesDecodeAndEncode(String text, String hex) {
        EntityAddr addr = decoded(hex);
        assertThat(addr).hasToString(text).isEqualTo(EntityAddr.parse(text));
        assertThat(encoded(addr)).isEqualTo(hex);
    }

    @Test
    void aBlankAddressIsZerosOrNothing() {
        String zeros = "01010128000000" + "00000000" + "00000000" + "1c000000" + "00".repeat(28);
        assertThat(encoded(EntityAddr.BLANK)).isEqualTo(zeros);
        for (String hex : List.of(zeros, "0101010c000000000000000000000000000000")) {
            EntityAddr blank = decoded(hex);
            assertThat(blank)
                    .isEqualTo(EntityAddr.BLANK)
                    .hasSameHashCodeAs(EntityAddr.BLANK)
                    .hasToString("-");
            assertThat(blank.isBlank()).isTrue();
            assertThat(blank.isBlankIp()).isTrue();
            assertThat(blank.hasIp()).isFalse();
            assertThat(blank.port()).isZero();
        }
    }

    /** Ceph decodes these, too. */
    @ParameterizedTest
    @CsvSource({
        "a nonce alone, 010101280000000000000001000000"
                + "1c00000000000000000000000000000000000000000000000000000000000000",
        "a type alone, 010101280000000200000000000000"
                + "1c00000000000000000000000000000000000000000000000000000000000000",
        "an unknown type, 0101011c000000090000000000000010000000" + "02005b047f0000010000000000000000",
        "an unknown family, 010101280000000200000007000000"
                + "1c00000001002f746d702f730000000000000000000000000000000000000000",
    })
    void whatIsNoIpIsKept(String what, String hex) {
        EntityAddr addr = decoded(hex);
        assertThat(encoded(addr)).as(what).isEqualTo(hex);
        assertThat(addr).isEqualTo(decoded(hex)).isNotEqualTo(EntityAddr.BLANK);
        assertThat(addr.toString()).isNotEmpty();
        assertThat(addr.withNonce(3).nonce()).isEqualTo(3);
    }

    @Test
    void aShortSocketAddressIsFilledWithZeros() {
        EntityAddr addr = decoded("01010114000000" + "02000000" + "00000000" + "08000000" + "02001a907f000001");
        assertThat(addr).isEqualTo(EntityAddr.parse("v2:127.0.0.1:6800/0"));
        assertThat(decoded("01010114000000" + "02000000" + "00000000" + "08000000" + "0300000000000000")
                        .isBlank())
                .isTrue();
    }

    @Test
    void aVectorOfBlankAddressesComesBack() {
        String hex = "0202000000" + encoded(EntityAddr.BLANK).repeat(2);
        EntityAddrVec addrs = EntityAddrVec.decode(new Decoder(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex))));
        assertThat(addrs).isEqualTo(EntityAddrVec.of(EntityAddr.BLANK, EntityAddr.BLANK));
        ByteBuf out = Unpooled.buffer();
        addrs.encode(new Encoder(out));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    }

    @Test
    void theLegacyFormIsUnderstood() {
        String storage = "0002" + "1a85" + "0a000001" + "00".repeat(120);
        EntityAddr addr = decoded("00000000" + "07000000" + storage);
        assertThat(addr).hasToString("v1:10.0.0.1:6789/7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2:1.2.3.4:5/6",
                "v1:1.2.3.4:5/6",
                "any:1.2.3.4:0/4294967295",
                "v2:[::1]:3300/0",
                "v2:[fe80::1:0:0:2]:1/1",
                "v2:[::1]:6800/123",
                "v2:[::]:6800/123",
                "any:[2001:db8::]:0/7",
                "v2:[2001:db8:0:1:1:1:1:1]:6800/1",
                "v2:[::ffff:127.0.0.1]:6800/1",
                "v2:[1:2:3:4:5:6:7:8]:65535/4294967295"
            })
    void textComesBack(String text) {
        assertThat(EntityAddr.parse(text)).hasToString(text);
        assertThat(decoded(encoded(EntityAddr.parse(text)))).hasToString(text);
    }

    /** A peer chooses these bytes; Java's own address type would turn them into IPv4. */
    @Test
    void anIpv4MappedAddressStaysIpv6() {
        EntityAddr mapped = EntityAddr.parse("v2:[::ffff:10.0.0.1]:6800/1");
        assertThat(mapped.isIpv6()).isTrue();
        assertThat(mapped.withPort(7)).hasToString("v2:[::ffff:10.0.0.1]:7/1");
        assertThat(mapped).isNotEqualTo(EntityAddr.parse("v2:10.0.0.1:6800/1"));
        assertThat(mapped.ip().getAddress()).hasSize(16);
    }

    @Test
    void familiesAreTheSameOnlyIfThereAreAny() {
        EntityAddr four = EntityAddr.parse("v2:1.2.3.4:5/6");
        EntityAddr six = EntityAddr.parse("v2:[::1]:5/6");
        assertThat(four.sameFamily(EntityAddr.parse("any:9.9.9.9:0/0"))).isTrue();
        assertThat(four.sameFamily(six)).isFalse();
        assertThat(EntityAddr.BLANK.sameFamily(EntityAddr.BLANK)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[v2:[::1]:6800/1,v2:127.0.0.1:6800/1]", "[v2:[::1]:3300/0,v1:[::1]:6789/0]"})
    void aVectorOfBothFamiliesComesBack(String text) {
        assertThat(EntityAddrVec.parse(text)).hasToString(text);
    }

    @Test
    void aVectorOfOneIpv6AddressIsReadWithAndWithoutBrackets() {
        assertThat(EntityAddrVec.parse("[v2:[::1]:3300]")).isEqualTo(EntityAddrVec.parse("v2:[::1]:3300/0"));
        assertThat(EntityAddrVec.parse("[::1]:3300/5")).hasToString("v2:[::1]:3300/5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v2:", "1.2.3.4", "v2:host.example:3300/0", "v2:1.2.3.4:99999/0", "v2:1.2.3.4:x/0", "[::1]"})
    void otherTextIsRefusedByName(String text) {
        assertThatThrownBy(() -> EntityAddr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    /** Seen in a recorded race: 7997 = 3d 1f ..., 8199 = 07 20 ...: the lowest byte decides (protocol: msgr2 7.3). */
    @Test
    void racesAreDecidedByTheNoncesLowestByteNotByItsValue() {
        EntityAddr a = EntityAddr.parse("v2:127.0.0.1:6800/7997");
        EntityAddr b = EntityAddr.parse("v2:127.0.0.1:6800/8199");
        assertThat(a).isGreaterThan(b);
        assertThat(b).isLessThan(a);
        assertThat(a).isEqualByComparingTo(EntityAddr.parse("v2:127.0.0.1:6800/7997"));
        assertThat(EntityAddr.parse("v2:10.0.0.1:6800/1")).isLessThan(EntityAddr.parse("v2:10.0.0.1:6801/1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02",
                "01",
                "0101010d00000002000000000000000100000000",
                "0101012900000002000000000000001d000000"
                        + "0a0000000000000000000000000000000000000000000000000000000000",
                "0101011c0000000200000000000000ffffffff" + "02005b047f0000010000000000000000",
            })
    void malformedAddressesAreRefused(String hex) {
        assertThatThrownBy(() -> decoded(hex)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void aVectorKeepsItsOrderAndKnowsItsMsgr2Address() {
        EntityAddrVec vec = EntityAddrVec.parse("[v1:1.2.3.4:6789/0,v2:1.2.3.4:3300/0]");
        assertThat(vec.msgr2()).contains(EntityAddr.parse("v2:1.2.3.4:3300/0"));
        assertThat(vec).hasToString("[v1:1.2.3.4:6789/0,v2:1.2.3.4:3300/0]");
        ByteBuf buf = Unpooled.buffer();
        vec.encode(new Encoder(buf));
        assertThat(buf.getByte(0)).isEqualTo((byte) 2);
        assertThat(EntityAddrVec.decode(new Decoder(buf))).isEqualTo(vec);
    }

    @Test
    void aSingleAddressIsAVectorOfOne() {
        ByteBuf buf = Unpooled.buffer();
        EntityAddr.parse("v2:1.2.3.4:3300/0").encode(new Encoder(buf));
        assertThat(EntityAddrVec.decode(new Decoder(buf))).hasToString("v2:1.2.3.4:3300/0");
    }
}
