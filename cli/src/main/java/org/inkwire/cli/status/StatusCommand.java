// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.status;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inkwire.cli.Clients;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkwire status}: the answer of the monitor command {@code status}, which {@code ceph -s} prints. */
@Command(name = "status", description = "Show a cluster's status, as ceph -s does.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    /** Output formats of a monitor. */
    enum Format {
        PLAIN("plain"),
        JSON("json"),
        JSON_PRETTY("json-pretty");

        private final String wire;

        Format(String wire) {
            this.wire = wire;
        }

        @Override
        public String toString() {
            return wire;
        }
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "The cluster's ceph.conf. Default: Ceph's search path.")
    @Nullable
    Path conf;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "plain, json or json-pretty.")
    Format format = Format.PLAIN;

    @Override
    public Integer call() {
        String request = "{\"prefix\": \"status\", \"format\": \"" + format + "\"}";
        try (RadosClient client = Clients.connect(conf)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(client.monCommand(request).orThrow().text().stripTrailing());
            out.flush();
        }
        return 0;
    }
}
