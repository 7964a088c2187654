// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlFramesTest {
    private static final EntityAddr ADDR = EntityAddr.parse("v2:127.0.0.1:6800/77");
    private static final EntityAddrVec ADDRS = EntityAddrVec.of(ADDR, EntityAddr.parse("v1:127.0.0.1:6801/77"));

    static List<ControlFrame> controlFrames() {
        return List.of(
                new HelloFrame(EntityType.OSD, ADDR),
                new AuthRequestFrame(2, List.of(2, 1), new byte[] {1, 2, 3}),
                new AuthBadMethodFrame(2, -95, List.of(1), List.of(2, 1)),
                new AuthReplyMoreFrame(new byte[] {4}),
                new AuthRequestMoreFrame(new byte[0]),
                new AuthDoneFrame(4136, 1, new byte[] {9}),
                new AuthSignatureFrame(new byte[32]),
                new ClientIdentFrame(ADDRS, ADDR, -1, 7, -1L, 1L << 59, 1, 0),
                new ServerIdentFrame(ADDRS, 3, 8, -1L, 1L << 59, 0, 42),
                new IdentMissingFeaturesFrame(1L << 30),
                new ReconnectFrame(ADDRS, 1, 2, 3, 4, 5),
                new ResetFrame(true),
                new RetryFrame(15),
                new RetryGlobalFrame(16),
                new ReconnectOkFrame(17),
                new WaitFrame(),
                new Keepalive2Frame(new UTime(1, 2)),
                new Keepalive2AckFrame(new UTime(3, 4)),
                new AckFrame(18));
    }

    @ParameterizedTest
    @MethodSource("controlFrames")
    void everyControlFrameComesBackFromItsOwnBytes(ControlFrame frame) {
        ByteBuf payload = Unpooled.buffer();
        frame.encode(new Encoder(payload));
        ControlFrame decoded = ControlFrames.decode(frame.tag(), payload.slice());
        ByteBuf again = Unpooled.buffer();
        decoded.encode(new Encoder(again));
        assertThat(decoded).hasSameClassAs(frame);
        assertThat(ByteBufUtil.hexDump(again)).isEqualTo(ByteBufUtil.hexDump(payload));
    }

    @Test
    void aPreambleWithoutSegmentsOrWithTooManyIsRefused() {
        for (int segments : new int[] {0, 5, 255}) {
            ByteBuf p = Unpooled.buffer().writeZero(32);
            p.setByte(0, Tag.MESSAGE.code());
            p.setByte(1, segments);
            p.setIntLE(28, org.inkwire.wire.Crc32c.seedZero(p, 0, 28));
            assertThatThrownBy(() -> new Preamble().decode(p)).hasMessage("MESSAGE with " + segments + " segments");
        }
    }
}
