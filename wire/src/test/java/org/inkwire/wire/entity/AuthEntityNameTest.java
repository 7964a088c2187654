// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;

class AuthEntityNameTest {
    private static AuthEntityName decoded(String hex) {
        return AuthEntityName.decode(new Decoder(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex))));
    }

    @Test
    void aNameThatWasNeverSetComesBack() {
        AuthEntityName unset = decoded("0000000000000000");
        assertThat(unset).isEqualTo(new AuthEntityName(EntityType.UNKNOWN, "")).hasToString("unknown.");
        ByteBuf out = Unpooled.buffer();
        unset.encode(new Encoder(out));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("0000000000000000");
    }

    @Test
    void noPeerHasSuchAName() {
        assertThatThrownBy(() -> EntityType.of(0)).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> decoded("4000000000000000")).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> AuthEntityName.parse("unknown.x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(EntityName.NONE).hasToString("unknown.0");
    }
}
