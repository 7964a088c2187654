// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inkwire.bench.process.CCompiler;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.ShellTimes;
import org.inkwire.bench.rados.client.ClientProcess;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Inkwire;
import org.jspecify.annotations.Nullable;

/** Starts the clients' processes, until it is closed. Any thread. */
public final class Launcher implements AutoCloseable {
    /** For every JVM: those of the launcher {@code inkwire}. */
    public static final List<String> JVM_OPTIONS = List.of("-XX:-UsePerfData");

    /** The launcher's further options for {@code rados bench}, if it lasts fewer seconds. */
    private static final int SHORT_SECONDS = 20;

    private static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String SOURCE = "/org/inkwire/bench/rados/librados.c";
    private static final List<String> LIBRARIES =
            List.of("-l:librados.so.2", "-Wl,--allow-shlib-undefined", "-pthread");

    private static final long VERSION_SECONDS = 30;

    private final Path work;
    private final Path librados;
    private boolean closed;

    /** @param work exists; for logs and a compiled program */
    public Launcher(Path work) {
        this.work = work;
        this.librados = work.resolve("librados").toAbsolutePath();
    }

    /** @return why there is no client on librados; null if there is one */
    public @Nullable String compileLibrados() throws IOException, InterruptedException {
        return CCompiler.compile(SOURCE, librados, List.of(), LIBRARIES);
    }

    /** @return why there is no {@code rados}; null if there is one */
    public static @Nullable String findRados() throws InterruptedException {
        try {
            Process rados = new ProcessBuilder("rados", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!rados.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                rados.destroyForcibly();
                return "rados --version says nothing for " + VERSION_SECONDS + " s";
            }
            return rados.exitValue() == 0 ? null : "rados --version fails";
        } catch (IOException none) {
            return "there is no rados on the PATH (Debian: apt-get install ceph-common)";
        }
    }

    /** A client that stays alive. */
    Child client(Kind kind, Cluster cluster) throws IOException {
        List<String> command = new ArrayList<>();
        if (kind == Kind.INKWIRE) {
            command.addAll(java(ClientProcess.class, List.of()));
        } else {
            command.add(librados.toString());
        }
        command.add(cluster.conf().toString());
        return start(kind.key() + "-" + cluster.name(), command);
    }

    /** {@code rados bench}, once, for so many seconds. */
    Child tool(Kind kind, Cluster cluster, int seconds, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (kind == Kind.INKWIRE_BENCH) {
            command.addAll(java(Inkwire.class, seconds < SHORT_SECONDS ? SHORT_RUN : List.of()));
        }
        command.addAll(List.of("rados", "-c", cluster.conf().toString()));
        command.addAll(arguments);
        return start(kind.key() + "-" + cluster.name(), ShellTimes.timed(command));
    }

    private static List<String> java(Class<?> main, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }

    private synchronized Child start(String name, List<String> command) throws IOException {
        if (closed) {
            throw new Failure("interrupted");
        }
        return Child.start(name, null, command, work.resolve(name + ".log"));
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends every process, and starts no more. */
    @Override
    public synchronized void close() {
        closed = true;
        Child.killAll();
    }
}
