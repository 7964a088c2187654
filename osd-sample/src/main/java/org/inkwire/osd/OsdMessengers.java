// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.message.reference.ReferenceMessages;
import org.inkwire.msgr.AcceptFilter;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.message.PrivateMessages;
import org.inkwire.osd.monlink.OsdAddrs;
import org.inkwire.store.MemoryShare;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.MessageRegistry;

/**
 * An OSD's seven messengers with Ceph's policies (protocol: msgr2 section 7.1). Four listen; the other three only
 * connect. All share one nonce, so that every address names this incarnation. Ceph: {@code src/ceph_osd.cc}. Any
 * thread.
 */
final class OsdMessengers {
    private static final long OSD_REQUIRED = Feature.mask(Feature.UID, Feature.PGID64, Feature.OSDENC);
    private static final long CLIENT_REQUIRED = Feature.mask(Feature.OSDREPLYMUX);
    private static final MessageRegistry REGISTRY = PrivateMessages.addTo(
                    ReferenceMessages.registerAll(ClusterMessages.registerAll(MessageRegistry.builder())))
            .build();

    final Messenger client;
    final Messenger cluster;
    final Messenger hbBackClient;
    final Messenger hbFrontClient;
    final Messenger hbBackServer;
    final Messenger hbFrontServer;
    final Messenger objecter;

    OsdMessengers(OsdConfig config, AuthClient auth) {
        int nonce = nonZero(config);
        client = messenger("client", config, auth, nonce);
        cluster = messenger("cluster", config, auth, nonce);
        hbBackClient = messenger("hb_back_client", config, auth, nonce);
        hbFrontClient = messenger("hb_front_client", config, auth, nonce);
        hbBackServer = messenger("hb_back_server", config, auth, nonce);
        hbFrontServer = messenger("hb_front_server", config, auth, nonce);
        objecter = messenger("ms_objecter", config, auth, nonce);
        setPolicies(clientPolicy(config.conf(), config.memory()));
    }

    private static int nonZero(OsdConfig config) {
        int nonce = 0;
        while (nonce == 0) {
            nonce = config.random().nextInt();
        }
        return nonce;
    }

    private static Messenger messenger(String role, OsdConfig config, AuthClient auth, int nonce) {
        MessengerConfig.Builder builder =
                MessengerConfig.builder(role, EntityName.osd(config.identity().whoami()), REGISTRY);
        return Messenger.create(
                config.stack(),
                MessengerOptions.apply(config.conf(), builder)
                        .nonce(nonce)
                        .authClient(auth)
                        .authServer(AuthNone.server())
                        .allocator(config.allocator())
                        .wallClock(config.wallClock())
                        .random(config.random())
                        .conclude());
    }

    /**
     * For clients only: requests between OSDs must not wait for clients. {@code osd_client_message_size_cap} applies as
     * far as there is memory.
     */
    static Policy clientPolicy(CephConf conf, MemoryShare memory) {
        long cap = conf.get(Options.OSD_CLIENT_MESSAGE_SIZE_CAP);
        long possible = memory.messageBytes();
        return Policy.statelessRegisteredServer()
                .throttledBy(
                        new Throttle("osd_client_bytes", cap == 0 ? possible : Math.min(cap, possible)),
                        new Throttle("osd_client_messages", conf.get(Options.OSD_CLIENT_MESSAGE_CAP)));
    }

    private void setPolicies(Policy clients) {
        client.defaultPolicy(Policy.statelessRegisteredServer());
        client.policy(EntityType.CLIENT, clients);
        client.policy(EntityType.MON, Policy.lossyClient().requiring(OSD_REQUIRED));
        client.policy(EntityType.MGR, Policy.lossyClient().requiring(OSD_REQUIRED));
        cluster.defaultPolicy(Policy.statelessServer());
        cluster.policy(EntityType.MON, Policy.lossyClient());
        cluster.policy(EntityType.OSD, Policy.losslessPeer().requiring(OSD_REQUIRED));
        cluster.policy(EntityType.CLIENT, Policy.statelessServer());
        hbBackClient.policy(EntityType.OSD, Policy.lossyClient());
        hbFrontClient.policy(EntityType.OSD, Policy.lossyClient());
        hbBackServer.policy(EntityType.OSD, Policy.statelessServer());
        hbFrontServer.policy(EntityType.OSD, Policy.statelessServer());
        objecter.defaultPolicy(Policy.lossyClient().requiring(CLIENT_REQUIRED));
    }

    /** That IP, on the first free port of the configured range. */
    private static EntityAddrVec anyPort(InetAddress ip) {
        return EntityAddrVec.of(EntityAddr.of(EntityAddr.Type.MSGR2, 0, ip, 0));
    }

    /** Binds the four that listen, then starts all. Completes on any thread. */
    CompletionStage<Void> start(OsdConfig config) {
        EntityAddrVec publicAddr = anyPort(config.place().publicIp());
        EntityAddrVec clusterAddr = anyPort(config.place().clusterIp());
        // Bind sequentially: concurrent binds would race for the same ports of the range.
        return client.bindv(publicAddr)
                .thenCompose(addrs -> cluster.bindv(clusterAddr))
                .thenCompose(addrs -> hbBackServer.bindv(clusterAddr))
                .thenCompose(addrs -> hbFrontServer.bindv(publicAddr))
                .thenAccept(addrs -> all().forEach(Messenger::start));
    }

    /**
     * Moves every address that peer OSDs know to another port and nonce, after they were told that we are down: what
     * they concluded about our old addresses does not apply to the new ones. Clients keep their sessions. Completes on
     * any thread.
     */
    CompletionStage<Void> rebind() {
        Set<Integer> avoid = new TreeSet<>();
        for (Messenger moving : List.of(cluster, hbBackServer, hbFrontServer)) {
            moving.addrs().addrs().forEach(a -> avoid.add(a.port()));
        }
        hbBackClient.markDownAll();
        hbFrontClient.markDownAll();
        return cluster.rebind(avoid)
                .thenCompose(addrs -> hbBackServer.rebind(avoid))
                .thenCompose(addrs -> hbFrontServer.rebind(avoid))
                .thenAccept(addrs -> {});
    }

    /** From now on refuses OSD instances that this map blocklists. */
    void onMap(OsdMapView map) {
        // A blocklisted client must be told so on its session: see OsdOp.gate. A blocklisted IP means the clients
        // there; an OSD at that IP continues.
        AcceptFilter filter = (type, addrs) -> map.blocklist().containsInstance(addrs);
        cluster.acceptFilter(filter);
        hbBackServer.acceptFilter(filter);
        hbFrontServer.acceptFilter(filter);
    }

    /** Where it listens now. */
    OsdAddrs addrs() {
        return new OsdAddrs(client.addrs(), cluster.addrs(), hbBackServer.addrs(), hbFrontServer.addrs());
    }

    List<Messenger> all() {
        return List.of(client, cluster, hbBackClient, hbFrontClient, hbBackServer, hbFrontServer, objecter);
    }

    CompletionStage<Void> shutdown() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        all().forEach(messenger -> ends.add(messenger.shutdown().toCompletableFuture()));
        return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
    }
}
