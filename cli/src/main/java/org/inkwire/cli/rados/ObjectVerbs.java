// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.Session.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.inkwire.cli.Errors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Output;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.ObjectStat;
import org.inkwire.objecter.rados.ObjectWatcher;
import org.inkwire.objecter.rados.WriteOp;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.RawString;

/** The verbs on whole objects. */
final class ObjectVerbs {
    private static final DateTimeFormatter MTIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT);

    /** Earlier times are shown as seconds: Ceph takes them for intervals. */
    private static final long FIRST_DATE = 10L * 365 * 24 * 60 * 60;

    private static final long NANOS_PER_MICRO = 1_000;

    private ObjectVerbs() {}

    /** The object that the first operand names, or the content of {@code --obj-name-file}. */
    static String oid(Session s) {
        String file = s.arguments().get(ToolOption.OBJ_NAME_FILE);
        return file == null ? s.operand(0) : nameIn(file);
    }

    /** The bytes of a file as a name. */
    static String nameIn(String file) {
        try {
            return RawString.of(Files.readAllBytes(RawPath.of(file)));
        } catch (IOException e) {
            throw Session.cannotRead(file, e);
        }
    }

    static void put(Session s) throws IOException {
        String oid = oid(s);
        String file = s.operand(1);
        long offset = s.arguments().number(ToolOption.OFFSET, "offset", 0);
        int opSize = s.arguments().bytes(ToolOption.BLOCK_SIZE, "block-size", Transfer.OP_SIZE);
        try (InputStream in = Session.input(file);
                Transfer transfer = new Transfer("put", length(file))) {
            transfer.upload(s.io().async(), oid, in, opSize, offset);
        } catch (UncheckedIOException e) {
            throw Session.cannotRead(file, e.getCause());
        } catch (RadosException e) {
            throw new Failure("error putting " + s.at(oid) + ": " + Session.reason(e), e);
        }
    }

    private static long length(String file) throws IOException {
        return file.equals(Session.STANDARD_STREAM) ? -1 : Files.size(RawPath.of(file));
    }

    static void append(Session s) throws IOException {
        String oid = oid(s);
        String file = s.operand(1);
        int opSize = s.arguments().bytes(ToolOption.BLOCK_SIZE, "block-size", Transfer.OP_SIZE);
        try (InputStream in = Session.input(file)) {
            for (byte[] part = Transfer.read(in, opSize); part.length > 0; part = Transfer.read(in, opSize)) {
                byte[] data = part;
                attempt("error appending " + s.at(oid), () -> s.io().append(oid, ByteBuffer.wrap(data)));
            }
        } catch (UncheckedIOException e) {
            throw Session.cannotRead(file, e.getCause());
        }
    }

    static void get(Session s) throws IOException {
        String oid = oid(s);
        int opSize = s.arguments().bytes(ToolOption.BLOCK_SIZE, "block-size", Transfer.OP_SIZE);
        // Before opening the file, so that a missing object leaves no empty file behind.
        ObjectStat stat = attempt("error getting " + s.at(oid), () -> s.io().stat(oid));
        try (OutputStream out = s.output(s.operand(1));
                Transfer transfer = new Transfer("get", stat.size())) {
            attempt("error getting " + s.at(oid), () -> transfer.download(s.io().async(), oid, out, opSize));
        } catch (Output.Lost e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw new Failure("error writing to file " + s.operand(1) + ": " + Errors.reason(e.getCause()), e);
        }
    }

    static void stat(Session s, boolean precise) {
        String oid = oid(s);
        ObjectStat stat = attempt(" error stat-ing " + s.at(oid), () -> s.io().stat(oid));
        s.out().println(s.at(oid) + " mtime " + mtime(stat.mtime(), precise) + ", size " + stat.size());
    }

    static String mtime(Instant mtime, boolean precise) {
        Instant shown = precise ? mtime : mtime.with(ChronoField.NANO_OF_SECOND, 0);
        return shown.getEpochSecond() < FIRST_DATE
                ? String.format(Locale.ROOT, "%d.%06d", shown.getEpochSecond(), shown.getNano() / NANOS_PER_MICRO)
                : MTIME.format(shown.atZone(ZoneId.systemDefault()));
    }

    static void touch(Session s) {
        String oid = oid(s);
        String stamp = s.operandOrNull(1);
        Instant mtime = stamp == null ? Instant.now() : parseTime(stamp);
        attempt(
                "error touching " + s.at(oid),
                () -> s.io().operate(oid, new WriteOp().create(false).mtime(mtime)));
    }

    /** Seconds since 1970, perhaps with a fraction, or a date and a time. */
    private static Instant parseTime(String text) {
        try {
            if (text.matches("\\d{1,18}(\\.\\d{1,9})?")) {
                int dot = text.indexOf('.');
                String fraction = dot < 0 ? "" : text.substring(dot + 1);
                long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
                return Instant.ofEpochSecond(Long.parseLong(dot < 0 ? text : text.substring(0, dot)), nanos);
            }
            String time = text.replace(' ', 'T');
            return time.length() > "yyyy-MM-dd".length()
                    ? LocalDateTime.parse(time).atZone(ZoneId.systemDefault()).toInstant()
                    : LocalDateTime.parse(time + "T00:00")
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeParseException e) {
            throw new Failure("Invalid value for timestamp: '" + text + "'", e);
        }
    }

    static void rm(Session s) {
        for (String oid : s.operandsFrom(0)) {
            WriteOp op = new WriteOp().remove();
            if (s.arguments().has(ToolOption.FORCE_FULL)) {
                op.fullTry();
            }
            attempt("error removing " + s.poolName() + ">" + oid, () -> s.io().operate(oid, op));
        }
    }

    static void create(Session s) {
        String oid = oid(s);
        attempt("error creating " + s.at(oid), () -> s.io().create(oid, true));
    }

    static void truncate(Session s) {
        String oid = oid(s);
        String text = s.operand(1);
        if (text.matches("-\\d+")) {
            throw new Failure("error, cannot truncate to negative value");
        }
        long size = Arguments.number(text, "size");
        attempt("error truncating oid " + oid + " to " + size, () -> s.io().truncate(oid, size));
    }

    static void setAllocHint(Session s) {
        String oid = oid(s);
        long size = Arguments.number(s.operand(1), "expected_object_size");
        long write = Arguments.number(s.operand(2), "expected_write_size");
        attempt(
                "error setting alloc-hint " + s.at(oid),
                () -> s.io().operate(oid, new WriteOp().allocHint(size, write)));
    }

    static void listWatchers(Session s) {
        String oid = oid(s);
        for (ObjectWatcher w : attempt("error listing watchers " + s.at(oid), () -> s.io().listWatchers(oid))) {
            s.out().println("watcher=" + w.addr() + " " + w.client() + " cookie=" + w.cookie());
        }
    }
}
