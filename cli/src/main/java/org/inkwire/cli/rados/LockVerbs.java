// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.inkwire.cli.Failure;
import org.inkwire.cli.JsonWriter;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.WriteOp;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityName;
import org.jspecify.annotations.Nullable;

/** {@code rados lock}: methods of the object class {@code lock}. Ceph: {@code src/cls/lock/cls_lock_ops.h}. */
final class LockVerbs {
    private static final String CLASS = "lock";
    private static final int EXCLUSIVE = 1;
    private static final int SHARED = 2;

    private LockVerbs() {}

    static int run(Session s) {
        String what = s.operand(0);
        if (!what.equals("list") && s.operandCount() < (what.equals("break") ? 4 : 3)) {
            throw new Failure("usage: rados [options] " + Verb.LOCK.usage());
        }
        s.io();
        try {
            switch (what) {
                case "list" -> list(s);
                case "get" -> get(s);
                case "break" -> breakLock(s);
                case "info" -> info(s);
                default -> throw new Failure("usage: rados [options] " + Verb.LOCK.usage());
            }
        } catch (RadosException e) {
            String call = switch (what) {
                case "list" -> "rados_list_locks()";
                case "get" -> "failed locking";
                case "break" -> "failed breaking lock";
                default -> "rados_lock_get_lock_info()";
            };
            throw new Failure("ERROR: " + call + ": " + Session.reason(e), e);
        }
        return 0;
    }

    private static JsonWriter json(Session s) {
        JsonWriter chosen = JsonWriter.of(s.arguments().get(ToolOption.FORMAT), s.out());
        // Without a choice rados prints JSON too.
        return chosen != null ? chosen : Objects.requireNonNull(JsonWriter.of("json", s.out()));
    }

    private static void list(Session s) {
        Decoder in = call(s, "list_locks", out -> {});
        in.start(1);
        JsonWriter json =
                json(s).beginObject(null).text("objname", s.operand(1)).beginArray("locks");
        for (String lock : in.list(Integer.BYTES, Decoder::string)) {
            json.beginObject(null).text("name", lock).end();
        }
        json.end().end().finish();
    }

    private static void info(Session s) {
        String lock = s.operand(2);
        Decoder in = call(s, "get_info", out -> out.string(lock));
        in.start(1);
        JsonWriter json = json(s);
        json.beginObject(null).text("name", lock);
        int count = in.count(1);
        StringLockers lockers = new StringLockers(in, count);
        int type = in.u8();
        String tag = in.string();
        json.text("type", type == EXCLUSIVE ? "exclusive" : type == SHARED ? "shared" : "none")
                .text("tag", tag);
        json.beginArray("lockers");
        lockers.print(json);
        json.end().end().finish();
    }

    /** The holders of a lock. Wire, each: locker id (struct: entity name, cookie), info (struct: expiration, address, description). */
    private static final class StringLockers {
        private record Locker(String name, String cookie, String description, UTime expiration, String addr) {}

        private final Locker[] lockers;

        StringLockers(Decoder in, int count) {
            lockers = new Locker[count];
            for (int i = 0; i < count; i++) {
                in.start(1);
                String name = EntityName.decode(in).toString();
                String cookie = in.string();
                in.finish();
                in.start(1);
                UTime expiration = UTime.decode(in);
                EntityAddr addr = EntityAddr.decode(in);
                String description = in.string();
                in.finish();
                lockers[i] = new Locker(name, cookie, description, expiration, withoutType(addr));
            }
        }

        void print(JsonWriter json) {
            for (Locker l : lockers) {
                json.beginObject(null)
                        .text("name", l.name())
                        .text("cookie", l.cookie())
                        .text("description", l.description())
                        .text("expiration", ObjectVerbs.mtime(l.expiration().toInstant(), true))
                        .text("addr", l.addr())
                        .end();
            }
        }
    }

    /** As rados prints it: {@code 127.0.0.1:0/3661191699}. */
    private static String withoutType(EntityAddr addr) {
        String text = addr.toString();
        return text.startsWith("v1:") || text.startsWith("v2:") ? text.substring(3) : text;
    }

    private static void get(Session s) {
        int type = switch (or(s, ToolOption.LOCK_TYPE, "exclusive")) {
            case "exclusive" -> EXCLUSIVE;
            case "shared" -> SHARED;
            default -> throw new Failure("unknown lock type was specified, aborting");
        };
        long seconds = s.arguments().number(ToolOption.LOCK_DURATION, "lock-duration", 0);
        write(s, "lock", out -> {
            out.string(s.operand(2));
            out.u8(type);
            out.string(or(s, ToolOption.LOCK_COOKIE, ""));
            out.string(or(s, ToolOption.LOCK_TAG, ""));
            out.string(or(s, ToolOption.LOCK_DESCRIPTION, ""));
            out.u32(seconds);
            out.u32(0);
            out.u8(0);
        });
    }

    private static void breakLock(Session s) {
        EntityName locker = locker(s.operand(3));
        write(s, "break_lock", out -> {
            out.string(s.operand(2));
            locker.encode(out);
            out.string(or(s, ToolOption.LOCK_COOKIE, ""));
        });
    }

    private static EntityName locker(String text) {
        int dot = text.indexOf('.');
        if (dot > 0 && text.startsWith("client.")) {
            return EntityName.client(Arguments.number(text.substring(dot + 1), "locker"));
        }
        throw new Failure("ERROR: failed breaking lock: " + Errno.describe(Errno.EINVAL.code()));
    }

    private static String or(Session s, ToolOption option, String otherwise) {
        @Nullable String value = s.arguments().get(option);
        return value == null ? otherwise : value;
    }

    private static Decoder call(Session s, String method, Consumer<Encoder> input) {
        byte[] answer = s.io().exec(s.operand(1), CLASS, method, struct(input));
        return new Decoder(Unpooled.wrappedBuffer(answer));
    }

    private static void write(Session s, String method, Consumer<Encoder> input) {
        s.io().operate(s.operand(1), new WriteOp().exec(CLASS, method, struct(input)));
    }

    private static ByteBuffer struct(Consumer<Encoder> fields) {
        ByteBuf buffer = Unpooled.buffer();
        Encoder out = new Encoder(buffer);
        out.start(1, 1);
        fields.accept(out);
        out.finish();
        return buffer.nioBuffer();
    }
}
