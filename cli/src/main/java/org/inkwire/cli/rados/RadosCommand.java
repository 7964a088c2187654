// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.inkwire.cli.Clients;
import org.inkwire.cli.Failure;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code inkwire rados}: the options its subcommands share. They may precede or follow the subcommand, as with Debian's
 * rados.
 */
@Command(
        name = "rados",
        description = "Work with objects and pools, as the rados tool does.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ObjectCommands.Put.class,
            ObjectCommands.Append.class,
            ObjectCommands.Get.class,
            ObjectCommands.Ls.class,
            ObjectCommands.Stat.class,
            ObjectCommands.Rm.class,
            ObjectCommands.Create.class,
            ObjectCommands.Truncate.class,
            XattrCommands.Set.class,
            XattrCommands.Get.class,
            XattrCommands.Ls.class,
            XattrCommands.Rm.class,
            OmapCommands.Set.class,
            OmapCommands.Get.class,
            OmapCommands.LsValues.class,
            OmapCommands.LsKeys.class,
            OmapCommands.Rm.class,
            PoolCommands.Ls.class,
            PoolCommands.Mk.class,
            PoolCommands.Rm.class,
            PoolCommands.Df.class,
            BenchCommand.class,
            BenchCommand.Cleanup.class
        })
public final class RadosCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The cluster's ceph.conf. Default: Ceph's search path.")
    @Nullable
    Path conf;

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "POOL",
            scope = ScopeType.INHERIT,
            description = "The pool.")
    @Nullable
    String pool;

    @Option(
            names = {"-N", "--namespace"},
            paramLabel = "NS",
            scope = ScopeType.INHERIT,
            description = "The namespace of the object. Default: the unnamed one.")
    String namespace = "";

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a rados command is required");
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The output for binary content. */
    OutputStream stdout() {
        return System.out;
    }

    RadosClient connect() {
        return Clients.connect(conf);
    }

    /** A pool's name as given, for messages. */
    String poolName() {
        String name = pool;
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "pool name needs to be specified (-p POOL)");
        }
        return name;
    }

    IoCtx open(RadosClient client) {
        String name = poolName();
        return attempt("error opening pool " + name, () -> client.ioCtx(name)).withNamespace(namespace);
    }

    /** A request to the cluster. */
    @FunctionalInterface
    interface Request<T> {
        T send();
    }

    /** @throws Failure in the format of the rados tool: {@code what: (2) No such file or directory} */
    static <T> T attempt(String what, Request<T> request) {
        try {
            return request.send();
        } catch (RadosException e) {
            throw new Failure(what + ": " + Errno.describe(e.errno()), e);
        }
    }
}
