// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.RadosCommand.attempt;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.rados.ClusterStats;
import org.inkwire.objecter.rados.PoolInfo;
import org.inkwire.objecter.rados.PoolStats;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The commands on pools. */
final class PoolCommands {
    private PoolCommands() {}

    /** A command on the cluster: connects, runs, closes. */
    abstract static class ClusterCommand implements Callable<Integer> {
        @ParentCommand
        RadosCommand rados;

        @Override
        public final Integer call() {
            try (RadosClient client = rados.connect()) {
                run(client);
            }
            rados.out().flush();
            return 0;
        }

        abstract void run(RadosClient client);
    }

    @Command(name = "lspools", description = "List pools.", mixinStandardHelpOptions = true)
    static final class Ls extends ClusterCommand {
        @Override
        void run(RadosClient client) {
            client.pools().forEach(pool -> rados.out().println(pool.name()));
        }
    }

    @Command(
            name = "mkpool",
            description = "Create a replicated pool with the cluster's defaults.",
            mixinStandardHelpOptions = true)
    static final class Mk extends ClusterCommand {
        @Parameters(paramLabel = "POOL")
        String pool;

        @Override
        void run(RadosClient client) {
            attempt("error creating pool " + pool, () -> {
                client.createPool(pool);
                return 0;
            });
            rados.out().println("successfully created pool " + pool);
        }
    }

    @Command(name = "rmpool", description = "Delete a pool and everything in it.", mixinStandardHelpOptions = true)
    static final class Rm extends ClusterCommand {
        @Parameters(index = "0", paramLabel = "POOL")
        String pool;

        @Parameters(index = "1", paramLabel = "POOL", arity = "0..1", description = "The name again.")
        @Nullable
        String again;

        @Option(names = "--yes-i-really-really-mean-it")
        boolean sure;

        @Override
        void run(RadosClient client) {
            if (!pool.equals(again) || !sure) {
                throw new Failure(
                        "WARNING:\n  This will PERMANENTLY DESTROY an entire pool of objects with no way back.\n"
                                + "  To confirm, pass the pool to remove twice, followed by\n  --yes-i-really-really-mean-it");
            }
            attempt("error deleting pool " + pool, () -> {
                client.deletePool(pool);
                return 0;
            });
            rados.out().println("successfully deleted pool " + pool);
        }
    }

    @Command(name = "df", description = "Show the usage of pools and the free space.", mixinStandardHelpOptions = true)
    static final class Df extends ClusterCommand {
        private static final String ROW = "%-24s %10s %10s %10s %10s %10s %10s %10s%n";

        @Override
        void run(RadosClient client) {
            List<String> names = client.pools().stream().map(PoolInfo::name).toList();
            Map<String, PoolStats> stats = attempt("error fetching pool stats", () -> client.poolStats(names));
            ClusterStats total = attempt("error getting total cluster usage", client::stats);
            PrintWriter out = rados.out();
            out.printf(ROW, "POOL_NAME", "USED", "OBJECTS", "COPIES", "RD_OPS", "RD", "WR_OPS", "WR");
            for (String name : names) {
                PoolStats pool = stats.get(name);
                // A cluster without reports returns no pool at all.
                if (pool != null) {
                    out.printf(
                            ROW,
                            name,
                            bytes(pool.bytes()),
                            pool.objects(),
                            pool.objectCopies(),
                            pool.readOps(),
                            bytes(pool.readKb() << 10),
                            pool.writeOps(),
                            bytes(pool.writeKb() << 10));
                }
            }
            out.println();
            out.println("total_objects    " + total.objects());
            out.println("total_used       " + bytes(total.kbUsed() << 10));
            out.println("total_avail      " + bytes(total.kbAvail() << 10));
            out.println("total_space      " + bytes(total.kb() << 10));
        }

        /** As Ceph prints sizes: {@code 0 B}, {@code 1.5 KiB}, {@code 20 GiB}. */
        static String bytes(long count) {
            String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
            int unit = 0;
            double value = count;
            while (value >= 1024 && unit < units.length - 1) {
                value /= 1024;
                unit++;
            }
            String number = unit > 0 && value < 10
                    ? String.format(Locale.ROOT, "%.1f", value)
                    : Long.toString(Math.round(value));
            return number + " " + units[unit];
        }
    }
}
