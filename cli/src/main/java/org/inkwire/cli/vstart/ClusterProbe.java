// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.cli.Clients;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.rados.RadosClient;

/** Queries a cluster's health as a client. */
final class ClusterProbe {
    private static final String OSD_STAT = "{\"prefix\": \"osd stat\", \"format\": \"json\"}";
    private static final Pattern UP = Pattern.compile("\"num_up_osds\" *: *(\\d+)");
    private static final long POLL_MILLIS = 20;

    private ClusterProbe() {}

    /**
     * Waits until {@code osds} OSDs are up.
     *
     * @param failure a reason to stop waiting, if there is one
     * @throws Failure for that reason, or after the timeout
     */
    static void awaitUp(Path conf, int osds, Duration timeout, Supplier<Optional<String>> failure)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int up = 0;
        try (RadosClient client = Clients.connect(conf)) {
            while ((up = osdsUp(client)) < osds) {
                Optional<String> reason = failure.get();
                if (reason.isPresent()) {
                    throw new Failure(reason.get());
                }
                if (System.nanoTime() > deadline) {
                    throw new Failure(up + " of " + osds + " OSDs are up after " + timeout.toSeconds() + " s");
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static int osdsUp(RadosClient client) {
        Matcher found = UP.matcher(client.monCommand(OSD_STAT).orThrow().text());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
