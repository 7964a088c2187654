// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        CompletableFuture<RadosClient> connecting = Clients.connectAsync(conf);
        while (!connecting.isDone()) {
            goOn("the monitor does not answer", timeout, deadline, failure);
        }
        try (RadosClient client = Clients.connected(connecting)) {
            for (int up = osdsUp(client); up < osds; up = osdsUp(client)) {
                goOn(up + " of " + osds + " OSDs are up", timeout, deadline, failure);
            }
        }
    }

    private static void goOn(String what, Duration timeout, long deadline, Supplier<Optional<String>> failure)
            throws InterruptedException {
        Optional<String> reason = failure.get();
        if (reason.isPresent()) {
            throw new Failure(reason.get());
        }
        if (System.nanoTime() > deadline) {
            throw new Failure(what + " after " + timeout.toSeconds() + " s");
        }
        Thread.sleep(POLL_MILLIS);
    }

    private static int osdsUp(RadosClient client) {
        Matcher found = UP.matcher(client.monCommand(OSD_STAT).orThrow().text());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
