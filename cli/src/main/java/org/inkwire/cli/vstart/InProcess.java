// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.inkwire.cli.Failure;
import org.inkwire.cli.LogOptions;
import org.inkwire.osd.cluster.LocalCluster;

/** All daemons in this process. */
final class InProcess implements RunningDaemons {
    private final LocalCluster cluster;

    private InProcess(LocalCluster cluster) {
        this.cluster = cluster;
    }

    /** @return the cluster with every OSD up */
    static InProcess start(ClusterSettings settings) {
        LocalCluster.Builder builder = LocalCluster.builder()
                .osds(settings.osds())
                .monPort(settings.monPort())
                .ip(settings.ip());
        settings.driver().ifPresent(builder::driver);
        settings.options().forEach(builder::option);
        try {
            LogOptions.follow(settings.daemonConf());
            return new InProcess(builder.startAndWait());
        } catch (CompletionException e) {
            throw new Failure("the cluster does not start: " + (e.getCause() == null ? e : e.getCause()), e);
        } catch (IllegalArgumentException e) {
            throw new Failure("the cluster does not start: " + e.getMessage(), e);
        }
    }

    String confText() {
        return cluster.confText();
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
