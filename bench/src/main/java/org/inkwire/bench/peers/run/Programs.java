// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.inkwire.bench.peers.load.PeerProcess;
import org.inkwire.bench.peers.peer.AeronPeer;
import org.inkwire.bench.process.CCompiler;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.Machine;
import org.jspecify.annotations.Nullable;

/** How the contestants' processes are started: the same JVM options for all, and C compiled here. Not thread-safe. */
public final class Programs implements AutoCloseable {
    /** For every JVM. Aeron needs the last two. */
    public static final List<String> JVM_OPTIONS = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            // The CPU time of a compiler's thread that has ended would be lost.
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "--add-opens",
            "java.base/jdk.internal.misc=ALL-UNNAMED");

    private static final String SOURCE = "/org/inkwire/bench/peers/echo.c";

    private final Path work;
    private final @Nullable Integer serverCpu;
    private final @Nullable Integer clientCpu;
    /** For files that processes share in memory. */
    private final Path shared;

    private final Map<Contestant.Kind, Path> compiled = new HashMap<>();

    /**
     * @param work for logs and compiled programs
     * @param serverCpu null: not pinned
     */
    public Programs(Path work, @Nullable Integer serverCpu, @Nullable Integer clientCpu) throws IOException {
        this.work = work;
        Path memory = Path.of("/dev/shm");
        this.shared = Files.createTempDirectory(
                Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")), "inkwire-bench");
        // Also if this process is interrupted: a stopped one would stay for ever.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-contestants"));
        this.serverCpu = serverCpu;
        this.clientCpu = clientCpu;
    }

    Child start(Contestant contestant, String role, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (contestant.kind() == Contestant.Kind.JVM) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(JVM_OPTIONS);
            command.add("-D" + AeronPeer.DIRECTORY + "=" + shared);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerProcess.class.getName()));
            command.addAll(List.of(role, contestant.name()));
        } else {
            Path program = compiled.get(contestant.kind());
            command.addAll(List.of(Objects.requireNonNull(program).toString(), role));
        }
        command.addAll(arguments);
        String name = contestant.name() + "-" + role;
        return Child.start(name, role.equals("server") ? serverCpu : clientCpu, command, work.resolve(name + ".log"));
    }

    /** Ends every process, and deletes what they shared. */
    @Override
    public void close() {
        Child.killAll();
        try (Stream<Path> files = Files.walk(shared)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // deleted before
        }
    }

    /**
     * Compiles the C program if the contestant is in C.
     *
     * @return why it cannot take part; null if it can
     */
    public @Nullable String prepare(Contestant contestant) throws IOException, InterruptedException {
        if (contestant.kind() == Contestant.Kind.JVM) {
            return null;
        }
        if (!Machine.isLinux()) {
            return "epoll is Linux's";
        }
        Path program = work.resolve(contestant.name());
        List<String> options = contestant.kind() == Contestant.Kind.C_CRC ? List.of("-DCRC") : List.of();
        String obstacle = CCompiler.compile(SOURCE, program, options, List.of());
        if (obstacle != null) {
            return obstacle;
        }
        compiled.put(contestant.kind(), program);
        return null;
    }
}
