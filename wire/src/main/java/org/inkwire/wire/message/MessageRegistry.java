// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/**
 * Message type number → decoder. Built once, then immutable and shared by any thread.
 */
public final class MessageRegistry {
    private record Entry(String name, int highestKnown, MessageDecoder decoder) {}

    private static final int TYPES = 0x10000;

    private final @Nullable Entry[] entries;

    private MessageRegistry(@Nullable Entry[] entries) {
        this.entries = entries;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Ceph's name of the type, or its number if unknown. */
    public String name(int type) {
        Entry e = entries[type];
        return e == null ? "type " + type : e.name;
    }

    public boolean knows(int type) {
        return entries[type] != null;
    }

    /**
     * As {@link #decode(MessageHeader, Decoder, ByteBuf, ByteBuf)}.
     *
     * @param front borrowed; its reader index moves
     */
    public Message decode(MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data) {
        return decode(header, new Decoder(front), middle, data);
    }

    /**
     * @param front borrowed; at its first byte
     * @param middle taken, even if this throws
     * @param data taken, even if this throws
     * @return the message, with one reference
     * @throws MalformedInputException for an unknown type, an incompatible version or bad bytes
     */
    public Message decode(MessageHeader header, Decoder front, ByteBuf middle, ByteBuf data) {
        Message message;
        try {
            Entry entry = entries[header.type()];
            if (entry == null) {
                throw new MalformedInputException("unknown message type " + header.type());
            }
            int compat = header.compatVersion() == 0 ? header.version() : header.compatVersion();
            if (compat > entry.highestKnown) {
                throw new MalformedInputException(
                        entry.name + " needs a reader of version " + compat + ", this one knows " + entry.highestKnown);
            }
            message = decodeFront(entry, header, front, data);
        } catch (RuntimeException | Error e) {
            middle.release();
            data.release();
            throw e;
        }
        message.received(header, middle, data);
        return message;
    }

    private static Message decodeFront(Entry entry, MessageHeader header, Decoder front, ByteBuf data) {
        try {
            return entry.decoder.decode(header, front, data);
        } catch (MalformedInputException e) {
            throw new MalformedInputException(entry.name + " v" + header.version() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            // A value type rejected the peer's data.
            throw new MalformedInputException(entry.name + " v" + header.version() + ": " + e.getMessage(), e);
        }
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final @Nullable Entry[] entries = new Entry[TYPES];

        private Builder() {}

        /**
         * @param highestKnown newest version the decoder understands
         * @throws IllegalArgumentException if the type is taken
         */
        public Builder add(int type, String name, int highestKnown, MessageDecoder decoder) {
            if (entries[type] != null) {
                throw new IllegalArgumentException("message type " + type + " is taken");
            }
            entries[type] = new Entry(name, highestKnown, decoder);
            return this;
        }

        public MessageRegistry build() {
            return new MessageRegistry(entries.clone());
        }
    }
}
