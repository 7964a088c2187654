// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.RadosCommand.attempt;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.OmapKeysPage;
import org.inkwire.objecter.rados.OmapPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands on the object map. */
final class OmapCommands {
    /** Entries per request, as in rados. */
    private static final int PAGE = 512;

    private OmapCommands() {}

    /** A value as the rados tool prints it: length, then a dump. */
    private static String shown(byte[] value) {
        return "value (" + value.length + " bytes) :\n" + HexDump.of(value);
    }

    @Command(name = "setomapval", description = "Set the value of a key.", mixinStandardHelpOptions = true)
    static final class Set extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "KEY")
        String key;

        @Parameters(index = "2", paramLabel = "VALUE", arity = "0..1", description = "Default: stdin.")
        @Nullable
        String value;

        @Override
        void run(IoCtx io) throws IOException {
            Map<String, byte[]> entry = Map.of(key, XattrCommands.valueOrStdin(value));
            attempt("error setting omap value " + at(oid) + "/" + key, () -> io.omapSet(oid, entry));
        }
    }

    @Command(name = "getomapval", description = "Print the value of a key.", mixinStandardHelpOptions = true)
    static final class Get extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "KEY")
        String key;

        @Override
        void run(IoCtx io) {
            byte[] value = attempt(
                            "error getting omap value " + at(oid) + "/" + key,
                            () -> io.omapGetByKeys(oid, List.of(key)))
                    .get(key);
            if (value == null) {
                throw new Failure("No such key: " + at(oid) + "/" + key);
            }
            rados.out().println(shown(value));
        }
    }

    @Command(name = "listomapvals", description = "List keys and values.", mixinStandardHelpOptions = true)
    static final class LsValues extends ObjectCommand {
        @Parameters(paramLabel = "OBJ")
        String oid;

        @Override
        void run(IoCtx io) {
            String after = "";
            boolean more = true;
            while (more) {
                String from = after;
                OmapPage page = attempt("error getting omap keys " + at(oid), () -> io.omapGet(oid, from, "", PAGE));
                for (Map.Entry<String, byte[]> entry : page.entries().entrySet()) {
                    rados.out().println(entry.getKey());
                    rados.out().println(shown(entry.getValue()));
                    after = entry.getKey();
                }
                more = page.more();
            }
        }
    }

    @Command(name = "listomapkeys", description = "List keys.", mixinStandardHelpOptions = true)
    static final class LsKeys extends ObjectCommand {
        @Parameters(paramLabel = "OBJ")
        String oid;

        @Override
        void run(IoCtx io) {
            String after = "";
            boolean more = true;
            while (more) {
                String from = after;
                OmapKeysPage page =
                        attempt("error getting omap key set " + at(oid), () -> io.omapGetKeys(oid, from, PAGE));
                for (String key : page.keys()) {
                    rados.out().println(key);
                    after = key;
                }
                more = page.more();
            }
        }
    }

    @Command(name = "rmomapkey", description = "Remove a key.", mixinStandardHelpOptions = true)
    static final class Rm extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "KEY")
        String key;

        @Override
        void run(IoCtx io) {
            attempt("error removing omap key " + at(oid) + "/" + key, () -> io.omapRemove(oid, List.of(key)));
        }
    }
}
