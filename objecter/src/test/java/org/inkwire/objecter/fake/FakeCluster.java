// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MMonGetVersion;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * A manually driven monitor with the maps of a recorded cluster: three OSDs up, pools p1 (id 1) and p2 (id 3) of eight
 * placement groups, epoch 23.
 */
public final class FakeCluster {
    public static final List<EntityAddrVec> MONS = List.of(
            EntityAddrVec.parse("v2:127.0.0.1:3301/0"),
            EntityAddrVec.parse("v2:127.0.0.1:3302/0"),
            EntityAddrVec.parse("v2:127.0.0.1:3303/0"));

    private final TreeMap<Long, byte[]> incrementals = new TreeMap<>();
    private OSDMap map;

    public FakeCluster() {
        try (InputStream in = FakeCluster.class.getResourceAsStream("/osdmap/flat3.osdmap")) {
            map = OSDMap.decode(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public OSDMap map() {
        return map;
    }

    public MMonMap monMap() {
        MonMap.Builder b = new MonMap.Builder(map.fsid()).epoch(1);
        for (int i = 0; i < MONS.size(); i++) {
            b.add("m" + i, MONS.get(i));
        }
        return new MMonMap(b.build().encode());
    }

    /** Creates the next epoch. */
    public void change(Consumer<OSDMapIncremental.Builder> changes) {
        OSDMapIncremental.Builder b = new OSDMapIncremental.Builder(map);
        changes.accept(b);
        OSDMapIncremental.Update update =
                b.buildOn(map, new UTime(map.modified().sec() + 1, 0));
        incrementals.put(update.map().epoch(), update.incremental().encode());
        map = update.map();
    }

    public void down(int osd) {
        change(b -> b.flipState(osd, OsdState.UP));
    }

    /** Brings an OSD up at another port, as after a restart. */
    public void upAgain(int osd) {
        EntityAddrVec addrs = EntityAddrVec.parse("v2:127.0.0.1:" + (30000 + osd) + "/" + map.epoch());
        change(b -> b.up(osd, addrs, addrs, addrs, addrs));
    }

    /** The whole map. */
    public MOSDMap full() {
        return new MOSDMap(
                map.fsid(), Map.of(), new TreeMap<>(Map.of(map.epoch(), map.encode())), 1, map.epoch(), Map.of());
    }

    /** Incrementals from epoch {@code first} to the newest. */
    public MOSDMap since(long first) {
        return new MOSDMap(
                map.fsid(),
                new TreeMap<>(incrementals.tailMap(first, true)),
                new TreeMap<>(),
                1,
                map.epoch(),
                Map.of());
    }

    /** Answers the last version query of a connection. */
    public void answerVersion(FakeConnection mon) {
        MMonGetVersion query = mon.lastSent(MMonGetVersion.class);
        mon.deliver(new MMonGetVersionReply(query.handle(), map.epoch(), 1));
    }

    /** The open connection to an OSD, by its address in the current map. */
    public FakeConnection osd(FakeMessenger messenger, int osd) {
        for (FakeConnection c : messenger.open(EntityType.OSD)) {
            if (c.peerAddrs().equals(map.clientAddrs(osd))) {
                return c;
            }
        }
        throw new AssertionError("no connection to osd." + osd + " among " + messenger.connections());
    }
}
