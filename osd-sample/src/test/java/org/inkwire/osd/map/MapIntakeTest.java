// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.store.mem.MemStore;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapIntakeTest {
    private static final UUID FSID = new UUID(1, 2);
    private static final UUID OSD_FSID = new UUID(3, 4);

    private final ManualCenters centers = new ManualCenters();
    private final EventCenter center = centers.newCenter("osd.0");
    private final MemStore store = new MemStore(UnpooledByteBufAllocator.DEFAULT, 1 << 20);
    private final CephConf conf = CephConf.builder()
            .environment(Map.of())
            .withoutFile()
            .set("mon_host", "10.0.0.1")
            .build();
    private final FakeMessenger messenger = new FakeMessenger(EntityName.osd(0), Policy.lossyClient());
    private final Connection connection = messenger.connectTo(EntityType.MON, EntityAddrVec.EMPTY);
    private final List<String> told = new ArrayList<>();
    private final List<String> aborted = new ArrayList<>();
    private final List<byte[]> incrementals = new ArrayList<>();
    private OSDMap map =
            OSDMap.initial(FSID, UTime.ZERO, CrushMapBuilder.forNewCluster(0).build());
    /** Runs when a message has been taken in and nothing is durable yet. */
    private Runnable onTheSpot = () -> {};

    private OsdMaps maps;
    private MapIntake intake;

    @BeforeEach
    void mount() {
        store.mount();
        intake = newProcess(OSD_FSID);
        intake.load();
        incrementals.add(OSDMapIncremental.first(map).encode());
    }

    @AfterEach
    void umount() {
        store.umount();
    }

    private MapIntake newProcess(UUID osdFsid) {
        OsdContext osd = new OsdContext(
                0,
                FSID,
                conf,
                center,
                () -> Instant.EPOCH,
                (what, cause) -> aborted.add(what + ": " + cause.getMessage()));
        MonClient monClient = new MonClient(
                center,
                messenger,
                MonAuth.none(new AuthEntityName(EntityType.OSD, "0")),
                MonClientConfig.of(conf, new Random(1)));
        maps = new OsdMaps(osd, store, new MapShare(FSID), () -> EntityAddrVec.EMPTY);
        MapIntake made = new MapIntake(osd, osdFsid, maps, new MapSubscription(monClient, maps));
        made.tell((newest, added) -> told.add("to " + newest.epoch() + ", " + added.size() + " new"));
        return made;
    }

    /** The next epoch of the cluster. */
    private void nextEpoch() {
        OSDMapIncremental.Update update =
                new OSDMapIncremental.Builder(map).maxOsd(1 + (int) map.epoch()).buildOn(map, UTime.ZERO);
        map = update.map();
        incrementals.add(update.incremental().encode());
    }

    private void take(UUID fsid, int first, int last, long oldest) {
        Map<Long, byte[]> some = new TreeMap<>();
        for (int epoch = first; epoch <= last; epoch++) {
            some.put((long) epoch, incrementals.get(epoch - 1));
        }
        MOSDMap message = new MOSDMap(fsid, some, Map.of(), oldest, last, Map.of());
        center.submit(() -> {
            intake.onMap(connection, message);
            onTheSpot.run();
        });
        centers.run();
    }

    @Test
    void nobodyGoesByAMapBeforeItIsDurable() {
        nextEpoch();
        onTheSpot = () -> told.add("received " + maps.receivedEpoch() + ", goes by " + maps.epoch());
        take(FSID, 1, 2, 1);
        assertThat(maps.epoch()).isEqualTo(2);
        assertThat(told).containsExactly("received 2, goes by 0", "to 2, 2 new");
    }

    @Test
    void aNewProcessGoesOnFromTheMapsAndTheSuperblockOfTheStore() {
        nextEpoch();
        take(FSID, 1, 2, 1);
        intake = newProcess(OSD_FSID);
        intake.load();
        assertThat(maps.epoch()).isEqualTo(2);
        assertThat(intake.superblock().oldestMap()).isEqualTo(1);
        assertThat(intake.superblock().newestMap()).isEqualTo(2);
        nextEpoch();
        take(FSID, 3, 3, 1);
        assertThat(told).containsExactly("to 2, 2 new", "to 3, 1 new");
    }

    @Test
    void mapsOfAnotherClusterAndMapsWithAGapChangeNothing() {
        nextEpoch();
        nextEpoch();
        take(new UUID(9, 9), 1, 1, 1);
        take(FSID, 1, 1, 1);
        take(FSID, 3, 3, 1);
        assertThat(maps.epoch()).isEqualTo(1);
        assertThat(told).containsExactly("to 1, 1 new");
        assertThat(aborted).isEmpty();
    }

    @Test
    void anOsdWhoseNextMapNobodyKeepsCannotGoOn() {
        nextEpoch();
        nextEpoch();
        take(FSID, 1, 1, 1);
        take(FSID, 3, 3, 3);
        assertThat(aborted)
                .singleElement()
                .asString()
                .startsWith("left behind: osd.0 has maps to 1, and the cluster keeps none before 3");
    }

    @Test
    void afterItWasStoppedNothingIsTold() {
        onTheSpot = intake::stop;
        take(FSID, 1, 1, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void aStoreOfAnotherOsdIsRefused() {
        MapIntake other = newProcess(new UUID(5, 6));
        assertThatThrownBy(other::load)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("store is that of osd.0 " + OSD_FSID);
    }
}
