// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.Objecter;
import org.inkwire.objecter.ObjecterConfig;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * An Objecter that is connected to a {@link FakeCluster} and has its map. The test's thread runs its center and the
 * connections; {@code submit} may be called from any thread.
 */
public final class FakeClient {
    private static final AuthEntityName ADMIN = AuthEntityName.parse("client.admin");

    public final ManualCenters centers = new ManualCenters();
    public final FakeMessenger messenger = new FakeMessenger(EntityName.client(-1), Policy.lossyClient());
    public final FakeCluster cluster = new FakeCluster();
    public final Objecter objecter;
    public final FakeConnection mon;

    /**
     * @param inflightOps {@code objecter_inflight_ops}
     * @param completions null: none is named
     */
    public FakeClient(int inflightOps, @Nullable Executor completions) {
        EventCenter center = centers.newCenter("client");
        MonClientConfig.Hunt hunt = new MonClientConfig.Hunt(Duration.ofSeconds(3), 3, 1.5, 1, 10);
        MonClientConfig.Ping ping = new MonClientConfig.Ping(Duration.ofSeconds(10), Duration.ZERO);
        MonClientConfig monitors = new MonClientConfig(
                ADMIN, "host", List.of(FakeCluster.MONS.get(0)), hunt, ping, Duration.ZERO, new Random(1));
        MonClient monClient = new MonClient(center, messenger, MonAuth.none(ADMIN), monitors);
        objecter = new Objecter(
                center,
                messenger,
                monClient,
                new ObjecterConfig(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        inflightOps,
                        1L << 40,
                        Duration.ZERO,
                        63,
                        0,
                        InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)),
                        completions));
        messenger.addDispatcher(objecter);
        messenger.addDispatcher(monClient);
        center.submit(() -> {
            monClient.start();
            objecter.start();
        });
        centers.run();
        mon = messenger.open(EntityType.MON).get(0);
        mon.becomeReady(4242);
        centers.run();
        mon.deliver(cluster.monMap());
        mon.deliver(cluster.full());
        centers.run();
    }

    /** Sends the client the maps from an epoch on. */
    public void newMap(long since) {
        mon.deliver(cluster.since(since));
        centers.run();
    }

    public FakeConnection osd(int id) {
        return cluster.osd(messenger, id);
    }
}
