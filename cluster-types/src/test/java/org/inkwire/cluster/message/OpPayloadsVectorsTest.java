// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.inkwire.cluster.message.CapturedMessages.Captured;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.message.op.MWatchNotify;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.op.ChecksumReply;
import org.inkwire.cluster.osd.op.CopySource;
import org.inkwire.cluster.osd.op.ListSnapsReply;
import org.inkwire.cluster.osd.op.ListWatchersReply;
import org.inkwire.cluster.osd.op.NotifyAck;
import org.inkwire.cluster.osd.op.NotifyReplies;
import org.inkwire.cluster.osd.op.NotifyRequest;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OmapAssertion;
import org.inkwire.cluster.osd.op.OmapKeys;
import org.inkwire.cluster.osd.op.OmapRange;
import org.inkwire.cluster.osd.op.OmapVals;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.cluster.osd.op.PgnlsReply;
import org.inkwire.cluster.osd.op.StatReply;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

class OpPayloadsVectorsTest {
    private final Map<String, Integer> checked = new TreeMap<>();

    @Test
    void everyRecordedOpPayloadDecodesAndEncodesToTheSameBytes() {
        for (Captured captured : CapturedMessages.all()) {
            int type = captured.header().type();
            if (type == MOSDOp.TYPE || type == MOSDOpReply.TYPE || type == MWatchNotify.TYPE) {
                Message message = CapturedMessages.decode(
                        captured.frame(),
                        Unpooled.wrappedBuffer(captured.frame().front()));
                if (message instanceof MOSDOp m) {
                    m.ops().forEach(this::checkInput);
                } else if (message instanceof MOSDOpReply m) {
                    m.ops().forEach(this::checkOutput);
                } else if (message instanceof MWatchNotify m && m.opcode() == MWatchNotify.NOTIFY_COMPLETE) {
                    check("notify complete", m.data(), NotifyReplies::decode, NotifyReplies::encode);
                }
                message.release();
            }
        }
        System.out.println("op payloads checked: " + checked);
        assertThat(checked.keySet())
                .contains(
                        "checksum out",
                        "copy-from in",
                        "getxattrs out",
                        "list-snaps out",
                        "list-watchers out",
                        "notify complete",
                        "notify in",
                        "notify-ack in",
                        "omap-cmp in",
                        "omap-get-keys in",
                        "omap-get-keys out",
                        "omap-get-vals in",
                        "omap-get-vals out",
                        "omap-get-vals-by-keys in",
                        "omap-get-vals-by-keys out",
                        "omap-rm-key-range in",
                        "omap-rm-keys in",
                        "omap-set-vals in",
                        "pgnls in",
                        "pgnls out",
                        "stat out");
    }

    private void checkInput(OSDOp op) {
        String name = OpCode.name(op.code()) + " in";
        ByteBuf in = op.input();
        switch (op.code()) {
            case OpCode.NOTIFY -> check(name, in, NotifyRequest::decode, NotifyRequest::encode);
            case OpCode.NOTIFY_ACK -> check(name, in, NotifyAck::decode, NotifyAck::encode);
            case OpCode.OMAPGETKEYS -> check(name, in, OmapRange::decodeForKeys, OmapRange::encodeForKeys);
            case OpCode.OMAPGETVALS -> check(name, in, OmapRange::decodeForVals, OmapRange::encodeForVals);
            case OpCode.OMAPGETVALSBYKEYS, OpCode.OMAPRMKEYS ->
                check(name, in, Decoder::strings, (keys, e) -> e.strings(keys));
            case OpCode.OMAPSETVALS -> check(name, in, Decoder::blobMap, (map, e) -> e.blobMap(map));
            case OpCode.OMAP_CMP -> check(name, in, OmapAssertion::decodeMap, OmapAssertion::encodeMap);
            case OpCode.OMAPRMKEYRANGE ->
                check(name, in, d -> new String[] {d.string(), d.string()}, (range, e) -> {
                    e.string(range[0]);
                    e.string(range[1]);
                });
            case OpCode.PGNLS -> check(name, in, HObject::decode, HObject::encode);
            case OpCode.COPY_FROM -> check(name, in, CopySource::decode, CopySource::encode);
            case OpCode.GETXATTR, OpCode.SETXATTR, OpCode.RMXATTR, OpCode.CMPXATTR -> {
                assertThat(op.nameLength() + op.valueLength()).isEqualTo(in.readableBytes());
                assertThat(op.xattrName()).isNotEmpty();
            }
            case OpCode.CALL -> assertThat(op.className()).isNotEmpty();
            default -> {}
        }
    }

    private void checkOutput(OSDOp op) {
        String name = OpCode.name(op.code()) + " out";
        ByteBuf out = op.output();
        if (!out.isReadable()) {
            return;
        }
        switch (op.code()) {
            case OpCode.STAT -> check(name, out, StatReply::decode, StatReply::encode);
            case OpCode.LIST_WATCHERS -> check(name, out, ListWatchersReply::decode, ListWatchersReply::encode);
            case OpCode.LIST_SNAPS -> check(name, out, ListSnapsReply::decode, ListSnapsReply::encode);
            case OpCode.OMAPGETKEYS -> check(name, out, OmapKeys::decode, OmapKeys::encode);
            case OpCode.OMAPGETVALS -> check(name, out, OmapVals::decode, OmapVals::encode);
            case OpCode.OMAPGETVALSBYKEYS, OpCode.GETXATTRS ->
                check(name, out, Decoder::blobMap, (map, e) -> e.blobMap(map));
            case OpCode.PGNLS -> check(name, out, PgnlsReply::decode, PgnlsReply::encode);
            case OpCode.CHECKSUM ->
                check(
                        name,
                        out,
                        d -> ChecksumReply.decode(d, op.checksumType()),
                        (reply, e) -> reply.encode(e, op.checksumType()));
            default -> {}
        }
    }

    private <T> void check(String name, ByteBuf bytes, Function<Decoder, T> decode, BiConsumer<T, Encoder> encode) {
        Decoder in = new Decoder(bytes.duplicate());
        T value = decode.apply(in);
        in.expectEnd(name);
        ByteBuf again = Unpooled.buffer();
        encode.accept(value, new Encoder(again));
        assertThat(CapturedMessages.bytes(again)).as(name + " " + value).isEqualTo(CapturedMessages.bytes(bytes));
        checked.merge(name, 1, Integer::sum);
    }
}
