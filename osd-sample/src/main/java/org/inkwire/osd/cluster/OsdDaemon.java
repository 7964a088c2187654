// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.Capabilities;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.objecter.ConfLog;
import org.inkwire.osd.OSD;
import org.inkwire.osd.OsdConfig;
import org.inkwire.osd.op.ClassHandler;
import org.inkwire.store.ObjectStore;

/** Assembles an OSD. Stateless. */
public final class OsdDaemon {
    private static final String DEVICE_CLASS = "ssd";

    private OsdDaemon() {}

    /**
     * Creates an OSD without starting it; the monitor must know its id first.
     *
     * @param conf options of {@code osd.ID}
     * @param store empty, or that of an earlier OSD of this id
     * @throws org.inkwire.cluster.conf.ConfException if the options insist on what is not there, or on a
     *     network in which this machine has no address
     */
    public static OSD create(int id, UUID fsid, CephConf conf, ObjectStore store, NodePlace place) {
        Capabilities.OURS.check(conf);
        ConfLog.follow(conf);
        OsdAddresses addresses = OsdAddresses.pick(conf, place.ip());
        return OSD.create(new OsdConfig(
                new OsdConfig.Identity(id, fsid, OsdRegistration.osdFsid(fsid, id)),
                conf,
                place.stack(),
                store,
                new OsdConfig.Place(addresses.publicIp(), addresses.clusterIp(), place.host(), DEVICE_CLASS),
                ClassHandler.NONE,
                place.memory(),
                place.allocator(),
                place.wallClock(),
                place.random()));
    }

    /** The monitor command that registers an OSD's id; idempotent. */
    public static String registration(UUID fsid, int id) {
        return OsdRegistration.command(OsdRegistration.osdFsid(fsid, id), id);
    }

    /** Registers the OSD's id with the monitor, then starts the OSD. */
    static CompletionStage<Void> registerAndStart(OSD osd, CephConf conf, UUID fsid, NodePlace place) {
        return OsdRegistration.register(
                        place.stack(), conf, OsdRegistration.osdFsid(fsid, osd.whoami()), osd.whoami(), place.random())
                .thenCompose(done -> osd.start());
    }
}
