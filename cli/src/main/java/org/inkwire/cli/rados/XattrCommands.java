// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.RadosCommand.attempt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.inkwire.objecter.rados.IoCtx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands on extended attributes. */
final class XattrCommands {
    private XattrCommands() {}

    /** A value from the command line as UTF-8, or all of stdin if there is none. */
    static byte[] valueOrStdin(@Nullable String value) throws IOException {
        return value == null ? System.in.readAllBytes() : value.getBytes(StandardCharsets.UTF_8);
    }

    @Command(name = "setxattr", description = "Set an attribute.", mixinStandardHelpOptions = true)
    static final class Set extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "ATTR")
        String name;

        @Parameters(index = "2", paramLabel = "VALUE", arity = "0..1", description = "Default: stdin.")
        @Nullable
        String value;

        @Override
        void run(IoCtx io) throws IOException {
            byte[] bytes = valueOrStdin(value);
            attempt("error setting xattr " + at(oid) + "/" + name, () -> io.setXattr(oid, name, bytes));
        }
    }

    @Command(name = "getxattr", description = "Print an attribute's value.", mixinStandardHelpOptions = true)
    static final class Get extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "ATTR")
        String name;

        @Override
        void run(IoCtx io) throws IOException {
            rados.stdout().write(attempt("error getting xattr " + at(oid) + "/" + name, () -> io.getXattr(oid, name)));
            rados.stdout().flush();
        }
    }

    @Command(name = "listxattr", description = "List an object's attributes.", mixinStandardHelpOptions = true)
    static final class Ls extends ObjectCommand {
        @Parameters(paramLabel = "OBJ")
        String oid;

        @Override
        void run(IoCtx io) {
            attempt("error getting xattr set " + at(oid), () -> io.getXattrs(oid))
                    .keySet()
                    .forEach(rados.out()::println);
        }
    }

    @Command(name = "rmxattr", description = "Remove an attribute.", mixinStandardHelpOptions = true)
    static final class Rm extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "ATTR")
        String name;

        @Override
        void run(IoCtx io) {
            attempt("error removing xattr " + at(oid) + "/" + name, () -> io.removeXattr(oid, name));
        }
    }
}
