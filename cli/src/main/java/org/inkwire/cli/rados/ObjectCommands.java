// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.RadosCommand.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.inkwire.cli.Failure;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.ObjectEntry;
import org.inkwire.objecter.rados.ObjectStat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands on whole objects. */
final class ObjectCommands {
    /** The name that stands for stdin or stdout. */
    static final String STANDARD_STREAM = "-";

    private static final DateTimeFormatter MTIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT);

    private ObjectCommands() {}

    /** {@code FILE} or stdin as a stream, with its length if it is known (−1 if not). */
    private record Source(InputStream in, long length) {
        static Source of(String file) {
            if (file.equals(STANDARD_STREAM)) {
                return new Source(System.in, -1);
            }
            try {
                Path path = Path.of(file);
                return new Source(Files.newInputStream(path), Files.size(path));
            } catch (NoSuchFileException missing) {
                throw new Failure(
                        "error reading input file " + file + ": " + Errno.describe(Errno.ENOENT.code()), missing);
            } catch (IOException e) {
                throw new Failure("error reading input file " + file + ": " + e.getMessage(), e);
            }
        }
    }

    @Command(name = "put", description = "Store a file as an object.", mixinStandardHelpOptions = true)
    static final class Put extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "FILE", description = "- is stdin.")
        String file;

        @Option(names = "-b", paramLabel = "BYTES", description = "Bytes per operation. Default: ${DEFAULT-VALUE}.")
        int opSize = Transfer.OP_SIZE;

        @Override
        void run(IoCtx io) throws IOException {
            Source source = Source.of(file);
            try (InputStream in = source.in();
                    Transfer transfer = new Transfer("put " + oid, source.length())) {
                attempt("error putting " + at(oid), () -> transfer.upload(io.async(), oid, in, opSize));
            }
        }
    }

    @Command(name = "append", description = "Append a file to an object.", mixinStandardHelpOptions = true)
    static final class Append extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "FILE", description = "- is stdin.")
        String file;

        @Override
        void run(IoCtx io) throws IOException {
            try (InputStream in = Source.of(file).in()) {
                for (byte[] part = in.readNBytes(Transfer.OP_SIZE);
                        part.length > 0;
                        part = in.readNBytes(Transfer.OP_SIZE)) {
                    byte[] data = part;
                    attempt("error appending " + at(oid), () -> io.append(oid, ByteBuffer.wrap(data)));
                }
            }
        }
    }

    @Command(name = "get", description = "Fetch an object into a file.", mixinStandardHelpOptions = true)
    static final class Get extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "FILE", description = "- is stdout.")
        String file;

        @Option(names = "-b", paramLabel = "BYTES", description = "Bytes per operation. Default: ${DEFAULT-VALUE}.")
        int opSize = Transfer.OP_SIZE;

        @Override
        void run(IoCtx io) throws IOException {
            // Before opening the file, so that a missing object leaves no empty file behind.
            ObjectStat stat = attempt("error getting " + at(oid), () -> io.stat(oid));
            try (OutputStream out = target();
                    Transfer transfer = new Transfer("get " + oid, stat.size())) {
                attempt("error getting " + at(oid), () -> transfer.download(io.async(), oid, out, opSize));
            }
        }

        private OutputStream target() throws IOException {
            if (file.equals(STANDARD_STREAM)) {
                return rados.stdout();
            }
            try {
                return Files.newOutputStream(Path.of(file));
            } catch (IOException e) {
                throw new Failure("failed to open file " + file + ": " + e.getMessage(), e);
            }
        }
    }

    @Command(name = "ls", description = "List the objects of a pool.", mixinStandardHelpOptions = true)
    static final class Ls extends ObjectCommand {
        @Option(names = "--all", description = "List all namespaces: namespace, tab, name.")
        boolean all;

        @Override
        void run(IoCtx io) {
            attempt("error listing pool " + rados.poolName(), () -> {
                for (ObjectEntry entry : all ? io.listAllNamespaces() : io.list()) {
                    String key = entry.locatorKey().isEmpty() ? "" : "\t" + entry.locatorKey();
                    rados.out().println((all ? entry.namespace() + "\t" : "") + entry.oid() + key);
                }
                return 0;
            });
        }
    }

    @Command(name = "stat", description = "Print an object's size and mtime.", mixinStandardHelpOptions = true)
    static final class Stat extends ObjectCommand {
        @Parameters(paramLabel = "OBJ")
        String oid;

        @Override
        void run(IoCtx io) {
            ObjectStat stat = attempt(" error stat-ing " + at(oid), () -> io.stat(oid));
            rados.out()
                    .println(at(oid) + " mtime "
                            + MTIME.format(
                                    stat.mtime().atZone(ZoneId.systemDefault()).withNano(0)) + ", size "
                            + stat.size());
        }
    }

    @Command(name = "rm", description = "Remove objects.", mixinStandardHelpOptions = true)
    static final class Rm extends ObjectCommand {
        @Parameters(paramLabel = "OBJ", arity = "1..*")
        List<String> oids;

        @Override
        void run(IoCtx io) {
            for (String oid : oids) {
                attempt("error removing " + rados.poolName() + ">" + oid, () -> io.remove(oid));
            }
        }
    }

    @Command(name = "create", description = "Create an empty object.", mixinStandardHelpOptions = true)
    static final class Create extends ObjectCommand {
        @Parameters(paramLabel = "OBJ")
        String oid;

        @Override
        void run(IoCtx io) {
            attempt("error creating " + at(oid), () -> io.create(oid, true));
        }
    }

    @Command(name = "truncate", description = "Set an object's size.", mixinStandardHelpOptions = true)
    static final class Truncate extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "OBJ")
        String oid;

        @Parameters(index = "1", paramLabel = "BYTES")
        long size;

        @Override
        void run(IoCtx io) {
            if (size < 0) {
                throw new Failure("error, cannot truncate to negative value");
            }
            attempt("error truncating oid " + oid, () -> io.truncate(oid, size));
        }
    }
}
