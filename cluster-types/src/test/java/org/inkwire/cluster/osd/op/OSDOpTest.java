// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;

class OSDOpTest {
    private static ByteBuf text(String s) {
        return Unpooled.copiedBuffer(s, StandardCharsets.UTF_8);
    }

    private static OSDOp overTheWire(OSDOp op) {
        ByteBuf out = Unpooled.buffer();
        OSDOpCodec.encode(op, new Encoder(out), op.inputLength());
        assertThat(out.readableBytes()).isEqualTo(OSDOpCodec.BYTES);
        OSDOp back = OSDOpCodec.decodeRequest(new Decoder(out));
        back.borrowInput(op.input(), op.input().readerIndex());
        return back;
    }

    @Test
    void anExtentStandsAtItsOffsets() {
        ByteBuf out = Unpooled.buffer();
        OSDOp op = OSDOps.write(0x1122, text("abc"));
        OSDOpCodec.encode(op, new Encoder(out), op.inputLength());
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("0122" + "00000000" + "2211000000000000" + "0300000000000000" + "0000000000000000"
                        + "00000000" + "03000000");
        op.release();
        assertThat(op.inputLength()).isEqualTo(3);
    }

    @Test
    void xattrNameAndValueAreCutFromTheInput() {
        OSDOp op = overTheWire(OSDOps.cmpXattr("größe", Comparison.GTE, text("value")));
        assertThat(op.nameLength()).isEqualTo(7);
        assertThat(op.xattrName()).isEqualTo("größe");
        assertThat(op.xattrValue().toString(StandardCharsets.UTF_8)).isEqualTo("value");
        assertThat(Comparison.of(op.cmpOp())).isEqualTo(Comparison.GTE);
        assertThat(op.cmpMode()).isEqualTo(Comparison.MODE_STRING);
    }

    @Test
    void aUnionThatDoesNotFitTheInputIsMalformed() {
        OSDOp op = OSDOps.setXattr("name", text("value"));
        op.valueLength(6);
        assertThatThrownBy(op::xattrValue).isInstanceOf(MalformedInputException.class);
        op.release();
    }

    @Test
    void watchFieldsCrossTheirWordBoundaries() {
        OSDOp op = overTheWire(OSDOps.watch(WatchOp.RECONNECT, 0xfeedfacecafebeefL, 0x89abcdefL, 0x87654321L));
        assertThat(op.cookie()).isEqualTo(0xfeedfacecafebeefL);
        assertThat(WatchOp.of(op.watchOp())).isEqualTo(WatchOp.RECONNECT);
        assertThat(op.watchGeneration()).isEqualTo(0x89abcdefL);
        assertThat(op.watchTimeout()).isEqualTo(0x87654321L);
    }

    @Test
    void aCallCarriesClassMethodAndInput() {
        OSDOp op = overTheWire(OSDOps.call("hello", "say_hello", text("input")));
        assertThat(op.className()).isEqualTo("hello");
        assertThat(op.methodName()).isEqualTo("say_hello");
        assertThat(op.callInput().toString(StandardCharsets.UTF_8)).isEqualTo("input");
    }

    @Test
    void smallUnionsComeBack() {
        assertThat(overTheWire(OSDOps.assertVersion(-3)).version()).isEqualTo(-3);
        OSDOp checksum = overTheWire(OSDOps.checksum(1, 2, 4096, ChecksumReply.TYPE_CRC32C, -1));
        assertThat(checksum.chunkSize()).isEqualTo(4096);
        assertThat(checksum.checksumType()).isEqualTo(ChecksumReply.TYPE_CRC32C);
        assertThat(checksum.inputLength()).isEqualTo(4);
        OSDOp hint = overTheWire(OSDOps.setAllocHint(1L << 40, 1 << 20, 0x30));
        assertThat(hint.expectedObjectSize()).isEqualTo(1L << 40);
        assertThat(hint.hintFlags()).isEqualTo(0x30);
        assertThat(hint.has(OpFlag.FAILOK)).isTrue();
        OSDOp same = overTheWire(OSDOps.writeSame(8, 12, text("abc")));
        assertThat(same.length()).isEqualTo(12);
        assertThat(same.dataLength()).isEqualTo(3);
        OSDOp list = overTheWire(OSDOps.pgnls(1024, HObject.MIN, 17));
        assertThat(list.maxEntries()).isEqualTo(1024);
        assertThat(list.startEpoch()).isEqualTo(17);
        assertThat(HObject.decode(list.inputDecoder())).isEqualTo(HObject.MIN);
        OSDOp copy = overTheWire(
                OSDOps.copyFrom(new CopySource("src", ObjectLocator.of(3, "ns")), SnapId.HEAD, 17, 0x21, 0x89000000L));
        assertThat(copy.copyFlags()).isEqualTo(0x21);
        assertThat(copy.srcFadviseFlags()).isEqualTo(0x89000000L);
        assertThat(CopySource.decode(copy.inputDecoder()).locator().nspace()).isEqualTo("ns");
    }

    @Test
    void omapPayloadsComeBack() {
        OSDOp keys = overTheWire(OSDOps.omapGetKeys("after", 7));
        assertThat(OmapRange.decodeForKeys(keys.inputDecoder())).isEqualTo(new OmapRange("after", 7, ""));
        OSDOp vals = overTheWire(OSDOps.omapGetVals("after", -1, "pre"));
        assertThat(OmapRange.decodeForVals(vals.inputDecoder())).isEqualTo(new OmapRange("after", -1, "pre"));
        OSDOp set = overTheWire(OSDOps.omapSetVals(Map.of("k", new byte[] {1, 2})));
        assertThat(set.inputDecoder().blobMap()).containsOnlyKeys("k");
        OSDOp cmp = overTheWire(OSDOps.omapCmp(Map.of("k", new OmapAssertion(new byte[] {1}, Comparison.LT))));
        assertThat(OmapAssertion.decodeMap(cmp.inputDecoder()).get("k").comparison())
                .isEqualTo(Comparison.LT);
        OSDOp reply = OSDOp.of(OpCode.OMAPGETKEYS).encodeOutput(new OmapKeys(List.of("a", "b"), true)::encode);
        assertThat(OmapKeys.decode(reply.outputDecoder())).isEqualTo(new OmapKeys(List.of("a", "b"), true));
    }

    @Test
    void unknownCodesPassThrough() {
        ByteBuf raw = Unpooled.buffer().writeShortLE(0x2fff).writeZero(36);
        OSDOp op = OSDOpCodec.decodeRequest(new Decoder(raw));
        assertThat(op.code()).isEqualTo(0x2fff);
        assertThat(OpCode.isWrite(op.code())).isTrue();
        assertThat(op).hasToString("???(0x2fff)");
    }

    @Test
    void codesTellReadsFromWrites() {
        assertThat(OpCode.isRead(OpCode.READ)).isTrue();
        assertThat(OpCode.isWrite(OpCode.READ)).isFalse();
        assertThat(OpCode.isRead(OpCode.TMAPUP)).isTrue();
        assertThat(OpCode.isWrite(OpCode.TMAPUP)).isTrue();
        assertThat(OpCode.isRead(OpCode.CALL)).isFalse();
        assertThat(OpCode.isExec(OpCode.CALL)).isTrue();
        assertThat(OpCode.isPg(OpCode.PGNLS)).isTrue();
        assertThat(OpCode.isAttr(OpCode.SETXATTR)).isTrue();
    }

    @Test
    void errnoTextIsCephs() {
        assertThat(Errno.describe(-2)).isEqualTo("(2) No such file or directory");
        assertThat(Errno.describe(-4095)).isEqualTo("(4095) the contents differ at byte 0");
        assertThat(Errno.describe(4096)).isEqualTo("(4096) the contents differ at byte 1");
        assertThat(Errno.of(-95)).contains(Errno.EOPNOTSUPP);
        assertThat(Errno.ENOENT.result()).isEqualTo(-2);
    }
}
