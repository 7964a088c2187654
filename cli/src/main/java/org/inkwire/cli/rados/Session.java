// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import org.inkwire.cli.Errors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Output;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.RawString;
import org.jspecify.annotations.Nullable;

/** One run of a verb: the cluster, the pool, the arguments and the output. Confined to one thread. */
public final class Session {
    /** The name that stands for standard input or output. */
    public static final String STANDARD_STREAM = "-";

    private final RadosClient client;
    private final Arguments arguments;
    private final Output out;
    private final Output err;
    private final List<String> operands;
    private @Nullable IoCtx io;

    Session(RadosClient client, Arguments arguments, Output out, Output err) {
        this.client = client;
        this.arguments = arguments;
        this.out = out;
        this.err = err;
        this.operands = arguments.operands().subList(1, arguments.operands().size());
    }

    public RadosClient client() {
        return client;
    }

    public Arguments arguments() {
        return arguments;
    }

    public Output out() {
        return out;
    }

    public Output err() {
        return err;
    }

    // ---- operands

    public int operandCount() {
        return operands.size();
    }

    public String operand(int index) {
        return operands.get(index);
    }

    public List<String> operandsFrom(int index) {
        return operands.subList(index, operands.size());
    }

    /** Operand {@code index}, null if there are fewer. */
    public @Nullable String operandOrNull(int index) {
        return index < operands.size() ? operands.get(index) : null;
    }

    /** The value of operand {@code index}, of {@code --input-file}, or all of standard input. */
    byte[] valueOrInput(int index) {
        String value = operandOrNull(index);
        String file = arguments.get(ToolOption.INPUT_FILE);
        if (value != null) {
            return RawString.bytes(value);
        }
        try (InputStream in = input(file != null ? file : STANDARD_STREAM)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw cannotRead(file != null ? file : STANDARD_STREAM, e);
        }
    }

    // ---- the pool

    /** The objects that the options select: pool, namespace, locator. */
    public IoCtx io() {
        IoCtx opened = io;
        if (opened == null) {
            opened = open(poolName());
            String namespace = arguments.get(ToolOption.NAMESPACE);
            String locator = arguments.get(ToolOption.OBJECT_LOCATOR);
            opened = opened.withNamespace(namespace == null ? "" : namespace)
                    .withLocatorKey(locator == null ? "" : locator);
            io = opened;
        }
        return opened;
    }

    public IoCtx open(String pool) {
        return attempt("error opening pool " + pool, () -> client.ioCtx(pool));
    }

    /** The pool's name: the option's, or that of the pool of {@code --pgid}. */
    public String poolName() {
        String pool = arguments.get(ToolOption.POOL);
        if (pool != null) {
            return pool;
        }
        String pgid = arguments.get(ToolOption.PGID);
        if (pgid == null) {
            throw new Failure("pool name was not specified: rados -p <pool>");
        }
        long id = pgid(pgid).pool();
        return client.pools().stream()
                .filter(p -> p.id() == id)
                .findFirst()
                .orElseThrow(() ->
                        new Failure("error opening pool of pg " + pgid + ": " + Errno.describe(Errno.ENOENT.code())))
                .name();
    }

    static PgId pgid(String text) {
        try {
            return PgId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failure("invalid pgid", e);
        }
    }

    /** {@code pool/object}, as rados names objects in messages. */
    public String at(String oid) {
        return poolName() + "/" + oid;
    }

    /** A request to the cluster. */
    @FunctionalInterface
    public interface Request<T> {
        T send();
    }

    /** @throws Failure in the format of the rados tool: {@code what: (2) No such file or directory} */
    public static <T> T attempt(String what, Request<T> request) {
        try {
            return request.send();
        } catch (RadosException e) {
            throw new Failure(what + ": " + reason(e), e);
        }
    }

    /** {@code (2) No such file or directory}; more where the cluster did not answer. */
    public static String reason(RadosException e) {
        return e instanceof RadosException.Refused
                ? Errno.describe(e.errno())
                : Errno.describe(e.errno()) + " (" + e.getMessage() + ")";
    }

    // ---- files

    /** @throws Failure if it cannot be opened */
    public static InputStream input(String file) {
        if (file.equals(STANDARD_STREAM)) {
            return System.in;
        }
        try {
            return Files.newInputStream(RawPath.of(file));
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    static Failure cannotRead(String file, @Nullable IOException e) {
        String message = "error reading input file " + file + ": " + Errors.reason(e);
        return e == null ? new Failure(message) : new Failure(message, e);
    }

    /** A file, or standard output for {@code -}. @throws Failure if it cannot be opened */
    public OutputStream output(String file) {
        if (file.equals(STANDARD_STREAM)) {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    out.write(new byte[] {(byte) b});
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    out.write(bytes, from, length);
                }

                @Override
                public void flush() {
                    out.flush();
                }
            };
        }
        try {
            return Files.newOutputStream(RawPath.of(file));
        } catch (IOException e) {
            throw new Failure("failed to open file " + file + ": " + Errors.reason(e), e);
        }
    }
}
