// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.inkwire.cli.Failure;
import org.inkwire.cli.FileLimit;
import org.inkwire.cli.LogOptions;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.osd.cluster.DaemonMain;
import org.inkwire.wire.entity.AuthEntityName;

/** One daemon in this process. */
final class DaemonProcess implements RunningDaemons {
    private final DaemonMain daemon;

    private DaemonProcess(DaemonMain daemon) {
        this.daemon = daemon;
    }

    /** @return the running daemon */
    static DaemonProcess start(String name, Path file) {
        try {
            CephConf conf = CephConf.builder()
                    .name(AuthEntityName.parse(name))
                    .file(file)
                    .build();
            LogOptions.follow(conf);
            FileLimit.require(name, DaemonFiles.ofDaemon(conf));
            return new DaemonProcess(
                    DaemonMain.start(conf).toCompletableFuture().join());
        } catch (IllegalArgumentException e) {
            throw new Failure(name + " does not start: " + e.getMessage(), e);
        } catch (CompletionException e) {
            throw new Failure(name + " failed to start: " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    /** Runs {@code action} if the daemon ends by itself. */
    void onEnd(Runnable action) {
        daemon.whenStopped().whenComplete((ok, failure) -> action.run());
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(daemon.failure()).map(cause -> daemon + " ended: " + cause);
    }

    @Override
    public void close() {
        daemon.stop().toCompletableFuture().join();
    }

    @Override
    public String toString() {
        return daemon.toString();
    }
}
