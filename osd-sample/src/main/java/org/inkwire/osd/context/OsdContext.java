// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.context;

import java.time.InstantSource;
import java.util.UUID;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.EventCenter;

/**
 * The daemon that a part belongs to. Any thread.
 *
 * @param whoami the OSD's id
 * @param fsid of the cluster
 * @param conf the OSD's options; the monitor may change them while it runs
 * @param center the OSD's thread, for all but its PGs
 * @param wallClock time of day
 * @param abort takes the OSD down
 */
public record OsdContext(
        int whoami, UUID fsid, CephConf conf, EventCenter center, InstantSource wallClock, Abort abort) {
    /** Takes down an OSD that cannot continue, as a process that aborts. */
    @FunctionalInterface
    public interface Abort {
        /**
         * Any thread; only the first call counts.
         *
         * @param what for the log: "the store failed"
         */
        void because(String what, Throwable cause);
    }

    /** Its name in logs. */
    @Override
    public String toString() {
        return "osd." + whoami;
    }
}
