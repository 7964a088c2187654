// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.inkwire.cli.Failure;
import org.inkwire.cli.FileLimit;
import org.inkwire.cli.vstart.DaemonFiles;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.cluster.LocalCluster;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code inkwire demo}: starts a monitor and three OSDs in this process, stores a large file, reads it back, kills the
 * primary OSD of one object, and continues to read and write. Prints each step and its duration; status 0 only if all
 * data read was correct.
 */
@Command(
        name = "demo",
        description = "Start a cluster in this process, store a large file, lose an OSD but no data.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int OSDS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MIB = 1 << 20;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The file to store. Default: the running JDK's lib/modules, or another large file of it.")
    @Nullable
    Path file;

    private long stepBegun;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        FileLimit.require(
                "a cluster of " + OSDS + " OSDs with a client", DaemonFiles.ofCluster(OSDS) + FileLimit.OF_A_CLIENT);
        Path source = file != null ? file : LargeFile.ofTheJdk();
        begin("Starting a monitor and " + OSDS + " OSDs in this process, on loopback");
        try (LocalCluster cluster = LocalCluster.builder().osds(OSDS).startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            done(cluster.monAddrs().toString());

            begin("Creating the pool \"demo\": each object on " + OSDS + " OSDs");
            client.createPool("demo");
            IoCtx pool = client.ioCtx("demo");
            done("");

            StripedFile striped = new StripedFile(pool, "file", Files.size(source));
            begin("Storing " + source + " as " + striped.objects() + " objects of 4 MiB");
            String stored = striped.store(source);
            rate(striped.length());

            begin("Reading it back");
            verify(stored, striped.digest());
            rate(striped.length());

            String object = striped.name(0);
            int primary = pool.locate(object).primary();
            begin("Killing osd." + primary + ", the primary of " + object);
            cluster.killOsd(primary).toCompletableFuture().join();
            done("without notice, as with kill -9");

            begin("Reading and overwriting that object, whose primary is gone");
            striped.rewrite(0);
            int heir = pool.locate(object).primary();
            if (heir == primary) {
                throw new Failure("osd." + primary + " is dead and still primary of " + object);
            }
            done("osd." + heir + " took over");

            begin("Storing and reading the whole file again on " + (OSDS - 1) + " OSDs");
            verify(stored, striped.store(source));
            verify(stored, striped.digest());
            rate(2 * striped.length());
        }
        println(String.format(
                Locale.ROOT, "Done in %.1f s: nothing lost.", (System.nanoTime() - begun) / NANOS_PER_SECOND));
        return 0;
    }

    private static void verify(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new Failure("read back sha256 " + actual + " instead of " + expected);
        }
    }

    private void begin(String what) {
        println(what);
        stepBegun = System.nanoTime();
    }

    private void rate(long bytes) {
        double seconds = Math.max(1, System.nanoTime() - stepBegun) / NANOS_PER_SECOND;
        done(String.format(Locale.ROOT, "%.0f MiB, %.0f MiB/s", bytes / MIB, bytes / MIB / seconds));
    }

    private void done(String detail) {
        long millis = (System.nanoTime() - stepBegun) / NANOS_PER_MILLI;
        println(String.format(Locale.ROOT, "  %6d ms  %s", millis, detail).stripTrailing());
    }

    private void println(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
