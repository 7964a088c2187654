// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.inkwire.cli.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A process that is measured. What it prints is read line by line: one for each line it is told ({@link #ask}), or all of
 * them ({@link #output}). What it says on stderr goes to a log, whose end stands in the {@link Failure} if it ends early.
 * No child outlives this process, if that ends in an orderly way or by a signal that can be caught. Not thread-safe.
 */
public final class Child implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final int LOG_LINES = 5;
    private static final long END_SECONDS = 5;

    /** Descriptors that each takes here. */
    public static final int FILES = 2;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Child::killAll, "end-children"));
        } catch (IllegalStateException ending) {
            // this process ends before any was started
        }
    }

    private final String name;
    private final Process process;
    private final BufferedReader from;
    private final Writer to;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param cpu to run on; null: any */
    public static Child start(String name, @Nullable Integer cpu, List<String> command, Path log) throws IOException {
        List<String> pinned = new ArrayList<>();
        if (cpu != null) {
            pinned.addAll(List.of("taskset", "-c", cpu.toString()));
        }
        pinned.addAll(command);
        Process process = new ProcessBuilder(pinned).redirectError(log.toFile()).start();
        RUNNING.add(process);
        return new Child(name, process, log);
    }

    /** Ends all that run, the stopped ones too, and waits for a moment. */
    public static void killAll() {
        RUNNING.forEach(Child::kill);
        RUNNING.forEach(Child::awaitEnd);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws Failure if it has ended, with the end of its log */
    public void requireRunning() {
        if (!process.isAlive()) {
            throw died(null);
        }
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Tells it a line.
     *
     * @return the next line it prints
     */
    public String ask(String line, long seconds) throws InterruptedException {
        try {
            to.write(line + "\n");
            to.flush();
        } catch (IOException e) {
            throw died(e);
        }
        return await(seconds);
    }

    /** The next line it prints. */
    public String await(long seconds) throws InterruptedException {
        String line = await(from::readLine, seconds);
        if (line == null) {
            throw died(null);
        }
        return line;
    }

    /**
     * All lines it prints until it ends.
     *
     * @throws Failure if it ends with another status than 0
     */
    public List<String> output(long seconds) throws InterruptedException {
        List<String> lines = await(() -> from.lines().toList(), seconds);
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new Failure(name + " does not end" + lastLines());
        }
        if (process.exitValue() != 0) {
            throw died(null);
        }
        return lines;
    }

    private <T extends @Nullable Object> T await(Callable<T> read, long seconds) throws InterruptedException {
        FutureTask<T> reading = new FutureTask<>(read);
        Thread reader = new Thread(reading, name + " reader");
        reader.setDaemon(true);
        reader.start();
        try {
            return reading.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw died(e.getCause());
        } catch (TimeoutException e) {
            throw new Failure(name + " said nothing for " + seconds + " s" + lastLines(), e);
        }
    }

    private Failure died(@Nullable Throwable cause) {
        return new Failure(name + " ended" + lastLines(), cause == null ? new IOException("end of input") : cause);
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            String last = String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
            return (last.isEmpty() ? "" : ": " + last) + " (see " + log + ")";
        } catch (IOException e) {
            return " (see " + log + ")";
        }
    }

    /** Takes its CPU away until {@link #resume}. */
    public void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        kill(process);
        awaitEnd(process);
        RUNNING.remove(process);
    }
}
