// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.Session.attempt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.inkwire.cli.Errors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Output;
import org.inkwire.objecter.rados.OmapKeysPage;
import org.inkwire.objecter.rados.OmapPage;
import org.jspecify.annotations.Nullable;

/** The verbs on the object map. */
final class OmapVerbs {
    /** Entries per request, as in rados. */
    private static final int PAGE = 512;

    private OmapVerbs() {}

    /** A key and how to call it in messages. */
    private record Key(String name, String shown) {}

    private static Key key(Session s) {
        String file = s.arguments().get(ToolOption.OMAP_KEY_FILE);
        if (file != null) {
            return new Key(ObjectVerbs.nameIn(file), "(binary key)");
        }
        String name = s.operandOrNull(1);
        if (name == null) {
            throw new Failure("usage: rados [options] " + Verb.GETOMAPVAL.usage());
        }
        return new Key(name, name);
    }

    /** The index of the operand after the key. */
    private static int afterKey(Session s) {
        return s.arguments().has(ToolOption.OMAP_KEY_FILE) ? 1 : 2;
    }

    /** A value as rados prints it: length, then a dump. */
    private static String shown(String what, byte[] value) {
        return what + " (" + value.length + " bytes) :\n" + HexDump.of(value);
    }

    static void set(Session s) {
        String oid = s.operand(0);
        Key key = key(s);
        byte[] value = s.valueOrInput(afterKey(s));
        attempt(
                "error setting omap value " + s.at(oid) + "/" + key.shown(),
                () -> s.io().omapSet(oid, Map.of(key.name(), value)));
    }

    static void get(Session s) throws IOException {
        String oid = s.operand(0);
        Key key = key(s);
        byte[] value = attempt(
                        "error getting omap value " + s.at(oid) + "/" + key.shown(),
                        () -> s.io().omapGetByKeys(oid, List.of(key.name())))
                .get(key.name());
        if (value == null) {
            throw new Failure("No such key: " + s.at(oid) + "/" + key.shown());
        }
        show(s, "value", value, s.operandOrNull(afterKey(s)));
    }

    static void getHeader(Session s) throws IOException {
        String oid = ObjectVerbs.oid(s);
        byte[] header = attempt("error getting omap header " + s.at(oid), () -> s.io().omapGetHeader(oid));
        show(s, "header", header, s.operandOrNull(1));
    }

    private static void show(Session s, String what, byte[] value, @Nullable String file) {
        if (file == null) {
            s.out().println(shown(what, value));
            return;
        }
        if (!file.equals(Session.STANDARD_STREAM)) {
            s.err().println("Writing to " + file);
            s.err().flush();
        }
        try (OutputStream out = s.output(file)) {
            out.write(value);
        } catch (Output.Lost e) {
            throw e;
        } catch (IOException e) {
            throw new Failure("error writing to file " + file + ": " + Errors.reason(e), e);
        }
    }

    static void setHeader(Session s) {
        String oid = s.operand(0);
        byte[] header = s.valueOrInput(1);
        attempt("error setting omap value " + s.at(oid), () -> s.io().omapSetHeader(oid, header));
    }

    static void listValues(Session s) {
        String oid = ObjectVerbs.oid(s);
        String after = "";
        boolean more = true;
        while (more) {
            String from = after;
            OmapPage page = attempt("error getting omap keys " + s.at(oid), () -> s.io().omapGet(oid, from, "", PAGE));
            for (Map.Entry<String, byte[]> entry : page.entries().entrySet()) {
                s.out().println(entry.getKey());
                s.out().println(shown("value", entry.getValue()));
                after = entry.getKey();
            }
            more = page.more();
        }
    }

    static void listKeys(Session s) {
        String oid = ObjectVerbs.oid(s);
        String after = "";
        boolean more = true;
        while (more) {
            String from = after;
            OmapKeysPage page =
                    attempt("error getting omap key set " + s.at(oid), () -> s.io().omapGetKeys(oid, from, PAGE));
            for (String key : page.keys()) {
                s.out().println(key);
                after = key;
            }
            more = page.more();
        }
    }

    static void remove(Session s) {
        String oid = s.operand(0);
        Key key = key(s);
        attempt(
                "error removing omap key " + s.at(oid) + "/" + key.shown(),
                () -> s.io().omapRemove(oid, List.of(key.name())));
    }

    static void clear(Session s) {
        for (String oid : s.operandsFrom(0)) {
            attempt("error clearing omap keys " + s.at(oid), () -> s.io().omapClear(oid));
        }
    }
}
