// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.IOException;
import java.io.OutputStream;
import org.inkwire.cli.Errors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.JsonWriter;
import org.inkwire.cli.Output;
import org.inkwire.cluster.map.PgId;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.ObjectEntry;
import org.jspecify.annotations.Nullable;

/** {@code rados ls}. */
final class ListVerb {
    private ListVerb() {}

    static void run(Session s) throws IOException {
        String target = s.operandOrNull(0);
        if (target != null && !target.equals(Session.STANDARD_STREAM)) {
            throw new Failure("Please use --output to specify the output file name");
        }
        String file = s.arguments().get(ToolOption.OUTPUT);
        if (file == null || file.equals(Session.STANDARD_STREAM)) {
            list(s, s.out());
            return;
        }
        try (OutputStream stream = s.output(file);
                Output out = new Output(stream, file)) {
            list(s, out);
        } catch (IOException e) {
            throw new Failure("error writing to file " + file + ": " + Errors.reason(e), e);
        }
    }

    private static void list(Session s, Output out) {
        IoCtx io = s.io();
        boolean all = s.arguments().has(ToolOption.ALL)
                && !s.arguments().has(ToolOption.DEFAULT)
                && io.namespace().isEmpty();
        PgId pg = pg(s, io);
        JsonWriter json = JsonWriter.of(s.arguments().get(ToolOption.FORMAT), out);
        if (json != null) {
            json.beginArray(null);
        }
        try {
            for (ObjectEntry entry : all ? io.listAllNamespaces() : io.list()) {
                if (pg == null || isIn(pg, io, entry)) {
                    print(entry, all, json, out);
                }
            }
        } catch (RadosException e) {
            throw new Failure("error listing pool " + s.poolName() + ": " + Session.reason(e), e);
        }
        if (json != null) {
            json.end().finish();
        }
    }

    /** The one PG to list, null for all of the pool. */
    private static @Nullable PgId pg(Session s, IoCtx io) {
        String text = s.arguments().get(ToolOption.PGID);
        if (text == null) {
            return null;
        }
        PgId pg = Session.pgid(text);
        if (pg.pool() != io.poolId()) {
            throw new Failure("invalid pgid");
        }
        return pg;
    }

    private static boolean isIn(PgId pg, IoCtx io, ObjectEntry entry) {
        return io.withNamespace(entry.namespace())
                .withLocatorKey(entry.locatorKey())
                .locate(entry.oid())
                .pg()
                .equals(pg.toString());
    }

    private static void print(ObjectEntry entry, boolean all, @Nullable JsonWriter json, Output out) {
        if (json == null) {
            String key = entry.locatorKey().isEmpty() ? "" : "\t" + entry.locatorKey();
            out.println((all ? entry.namespace() + "\t" : "") + entry.oid() + key);
            return;
        }
        json.beginObject(null).text("namespace", entry.namespace()).text("name", entry.oid());
        if (!entry.locatorKey().isEmpty()) {
            json.text("locator", entry.locatorKey());
        }
        json.end();
    }
}
