// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * This machine under the keys that {@code ceph osd metadata} and {@code ceph mon metadata} show. What cannot be found
 * out is left out. Any thread. Ceph: {@code collect_sys_info}.
 */
public final class HostFacts {
    /** Key of {@link #hostname}. */
    public static final String HOSTNAME = "hostname";

    private static final String UNKNOWN_HOST = "localhost";

    private static final NavigableMap<String, String> FACTS = collect();

    private HostFacts() {}

    /** Unmodifiable. */
    public static NavigableMap<String, String> all() {
        return FACTS;
    }

    /** The machine's name up to the first dot; {@code localhost} if it has none. */
    public static String hostname() {
        return FACTS.getOrDefault(HOSTNAME, UNKNOWN_HOST);
    }

    private static NavigableMap<String, String> collect() {
        NavigableMap<String, String> facts = new TreeMap<>();
        String arch = System.getProperty("os.arch", "");
        // As uname says, not as Java says.
        facts.put("arch", arch.equals("amd64") ? "x86_64" : arch);
        facts.put("os", System.getProperty("os.name", ""));
        facts.put("kernel_version", System.getProperty("os.version", ""));
        facts.put(HOSTNAME, findHostname());
        lines("/proc/sys/kernel/version").stream().limit(1).forEach(line -> facts.put("kernel_description", line));
        for (String line : lines("/etc/os-release")) {
            putIf(facts, line, "ID=", "distro");
            putIf(facts, line, "VERSION_ID=", "distro_version");
            putIf(facts, line, "PRETTY_NAME=", "distro_description");
        }
        for (String line : lines("/proc/cpuinfo")) {
            putIf(facts, line.replaceFirst("\\s*:\\s*", ":"), "model name:", "cpu");
        }
        for (String line : lines("/proc/meminfo")) {
            String compact = line.replaceAll("\\s+|kB$", "");
            putIf(facts, compact, "MemTotal:", "mem_total_kb");
            putIf(facts, compact, "SwapTotal:", "mem_swap_kb");
        }
        return Collections.unmodifiableNavigableMap(facts);
    }

    private static void putIf(NavigableMap<String, String> facts, String line, String start, String key) {
        if (line.startsWith(start)) {
            facts.putIfAbsent(
                    key, line.substring(start.length()).replace("\"", "").strip());
        }
    }

    private static String findHostname() {
        String full = lines("/proc/sys/kernel/hostname").stream().findFirst().orElse("");
        if (full.isBlank()) {
            try {
                full = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return UNKNOWN_HOST;
            }
        }
        int dot = full.indexOf('.');
        return dot > 0 ? full.substring(0, dot) : full;
    }

    /** Empty if the file cannot be read: not every system has it. */
    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException | SecurityException e) {
            return List.of();
        }
    }
}
