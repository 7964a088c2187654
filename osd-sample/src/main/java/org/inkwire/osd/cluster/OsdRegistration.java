// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.WaitStrategy;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * Registers an OSD's id before the OSD boots, as an operator would with {@code ceph osd create}. Idempotent for the
 * same OSD.
 */
final class OsdRegistration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OsdRegistration() {}

    /** The identity of an OSD's store: the same whenever it starts, without a file to keep it in. */
    static UUID osdFsid(UUID clusterFsid, int osd) {
        return UUID.nameUUIDFromBytes((clusterFsid + "/osd." + osd).getBytes(StandardCharsets.UTF_8));
    }

    static String command(UUID osdFsid, int osd) {
        return JSON.createObjectNode()
                .put("prefix", "osd create")
                .put("uuid", osdFsid.toString())
                .put("id", osd)
                .toString();
    }

    /** Asks the monitor over the wire; fails with {@link IllegalStateException} if it refuses. */
    static CompletionStage<Void> register(
            NetworkStack stack, CephConf conf, UUID osdFsid, int osd, RandomGenerator random) {
        EventCenter center = stack.newCenter("osd." + osd + "-registration", WaitStrategy.park());
        MonAuth auth = MonAuth.none(new AuthEntityName(EntityType.CLIENT, "admin"));
        MessengerConfig.Builder builder =
                MessengerConfig.builder("registration", EntityName.of(EntityType.CLIENT, -1), MonitorDaemon.REGISTRY);
        MessengerConfig config = MessengerOptions.apply(conf, builder)
                .random(random)
                .randomNonce()
                .authClient(auth.authClient())
                .conclude();
        Messenger messenger = Messenger.create(stack, config);
        MonClient client = new MonClient(center, messenger, auth, MonClientConfig.of(conf, random));
        messenger.addDispatcher(client);
        messenger.start();
        CompletableFuture<Void> done = new CompletableFuture<>();
        center.submit(() -> {
            client.start();
            client.command(List.of(command(osdFsid, osd)), new byte[0]).whenComplete((result, cause) -> {
                if (cause != null) {
                    done.completeExceptionally(cause);
                } else if (result.result() < 0) {
                    done.completeExceptionally(
                            new IllegalStateException("the monitor refuses osd." + osd + ": " + result.status()));
                } else {
                    done.complete(null);
                }
                client.shutdown();
                messenger.shutdown().whenComplete((v, e) -> center.stop());
            });
        });
        return done;
    }
}
