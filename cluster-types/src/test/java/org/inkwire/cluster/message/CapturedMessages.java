// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.testkit.vectors.CapturedConnection;
import org.inkwire.testkit.vectors.CapturedConnection.Mode;
import org.inkwire.testkit.vectors.CapturedFrame;
import org.inkwire.testkit.vectors.CapturedStreams;
import org.inkwire.testkit.vectors.Direction;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/** Every message of every crc-mode recording, and shortcuts to decode and encode one. */
final class CapturedMessages {
    /** The features that every recorded session had in common. */
    static final long FEATURES = 0x3F01CFBDFFFDFFFFL;

    private CapturedMessages() {}

    record Captured(CapturedConnection connection, Direction direction, CapturedFrame frame) {
        MessageHeader header() {
            return frame.header();
        }

        String where() {
            return connection + " " + direction + " at " + frame.offset() + ", type " + header().type();
        }
    }

    static List<Captured> all() {
        List<Captured> messages = new ArrayList<>();
        CapturedStreams.all()
                .forEach(scenario -> scenario.connections().forEach(connection -> {
                    if (connection.mode() == Mode.CRC) {
                        for (Direction direction : Direction.values()) {
                            connection.read(direction).frames().stream()
                                    .filter(CapturedFrame::isMessage)
                                    .forEach(frame -> messages.add(new Captured(connection, direction, frame)));
                        }
                    }
                }));
        return messages;
    }

    /** Decoded messages of one type: given; the caller releases them. */
    static <M extends Message> List<M> ofType(Class<M> type, String scenario) {
        List<M> found = new ArrayList<>();
        for (CapturedConnection connection : CapturedStreams.load(scenario).connections()) {
            for (Direction direction : Direction.values()) {
                for (CapturedFrame frame : connection.read(direction).frames()) {
                    if (frame.isMessage()
                            && ClusterMessages.registry()
                                    .name(frame.header().type())
                                    .equals(type.getSimpleName())) {
                        found.add(type.cast(decode(frame, CapturedFrame.buffer(frame.front()))));
                    }
                }
            }
        }
        return found;
    }

    /** @param front borrowed; read up to the last byte decoded */
    static Message decode(CapturedFrame frame, ByteBuf front) {
        return ClusterMessages.registry()
                .decode(
                        frame.header(),
                        front,
                        CapturedFrame.buffer(frame.middle()),
                        CapturedFrame.buffer(frame.data()));
    }

    static byte[] encodeFront(Message message) {
        ByteBuf out = Unpooled.buffer();
        message.encodeFrontTo(new Encoder(out), FEATURES);
        return bytes(out);
    }

    static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    /** Encodes and decodes {@code message}, which is given and gets released. */
    static <M extends Message> M roundTrip(M message) {
        MessageHeader header = new MessageHeader().set(message, 1, 0);
        ByteBuf front = Unpooled.wrappedBuffer(encodeFront(message));
        Message decoded = ClusterMessages.registry()
                .decode(header, front, Unpooled.EMPTY_BUFFER, message.data().copy());
        if (front.isReadable()) {
            throw new AssertionError(front.readableBytes() + " bytes left over after " + message.typeName());
        }
        message.release();
        @SuppressWarnings("unchecked")
        M same = (M) decoded;
        return same;
    }
}
