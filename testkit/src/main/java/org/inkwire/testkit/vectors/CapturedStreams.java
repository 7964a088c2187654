// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The recorded scenarios, one zip each next to this class: {@code info.json} and, per connection, {@code NN.c2s.bin}
 * and {@code NN.s2c.bin} ({@code NN.part.*} where the connection began before the recording). Any thread.
 */
public final class CapturedStreams {
    private static final String INFO = "info.json";
    private static final String PART = ".part";

    private CapturedStreams() {}

    /** One recorded scenario; {@code info} is JSON and describes what was run. */
    public record Scenario(String name, String info, List<CapturedConnection> connections) {
        public Scenario {
            connections = List.copyOf(connections);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Names of all scenarios, in order. */
    public static List<String> names() {
        return new String(read("scenarios.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    /** Loads every scenario: 10 MB. */
    public static List<Scenario> all() {
        return names().stream().map(CapturedStreams::load).toList();
    }

    /** Keys of the cluster that the {@code cephx-*} scenarios were recorded on, in Ceph's keyring format. */
    public static String cephxKeyring() {
        return new String(read("cephx.keyring"), StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if there is no such scenario */
    public static Scenario load(String name) {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream raw = open(name + ".zip");
                ZipInputStream zip = new ZipInputStream(raw)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                files.put(e.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<CapturedConnection> connections = new ArrayList<>();
        String mark = "." + Direction.CLIENT_TO_SERVER.suffix() + ".bin";
        for (String file : files.keySet()) {
            if (file.endsWith(mark)) {
                String stem = file.substring(0, file.length() - mark.length());
                connections.add(new CapturedConnection(
                        name,
                        stem,
                        stem.endsWith(PART),
                        file(files, stem, Direction.CLIENT_TO_SERVER),
                        file(files, stem, Direction.SERVER_TO_CLIENT)));
            }
        }
        String info = new String(files.getOrDefault(INFO, new byte[0]), StandardCharsets.UTF_8);
        return new Scenario(name, info, connections);
    }

    private static byte[] file(Map<String, byte[]> files, String stem, Direction direction) {
        return files.getOrDefault(stem + "." + direction.suffix() + ".bin", new byte[0]);
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = CapturedStreams.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalArgumentException("no such recording: " + resource);
        }
        return in;
    }
}
