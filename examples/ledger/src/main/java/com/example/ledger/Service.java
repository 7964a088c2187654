// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A separate process that runs a main class and reports {@code key=value} words on its standard output. */
final class Service implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /** Marks the end of the process; cannot be a report. */
    private static final String ENDED = "";

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Service(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    static Service start(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        String logging = System.getProperty("logback.configurationFile");
        if (logging != null) {
            command.add("-Dlogback.configurationFile=" + logging);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Service(main.getSimpleName(), builder.start());
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(ENDED);
        }
    }

    /** The next report that contains {@code key}. */
    String await(String key) throws InterruptedException {
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new Failure(name + " did not report " + key + " for " + PATIENCE_SECONDS + " s");
            }
            if (line.equals(ENDED)) {
                throw new Failure(name + " ended without reporting " + key);
            }
            if (line.contains(key + "=")) {
                return line;
            }
        }
    }

    /** The value of a word in a report. */
    static String value(String report, String key) {
        for (String word : report.split(" ", -1)) {
            if (word.startsWith(key + "=")) {
                return word.substring(key.length() + 1);
            }
        }
        throw new Failure("no " + key + " in: " + report);
    }

    static long number(String report, String key) {
        return Long.parseLong(value(report, key));
    }

    void tell(String line) throws IOException {
        process.outputWriter().write(line + System.lineSeparator());
        process.outputWriter().flush();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Closes its standard input, which shuts it down cleanly; returns the next report that contains {@code key}. */
    String finish(String key) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String report = await(key);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new Failure(name + " did not shut down cleanly");
        }
        return report;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
