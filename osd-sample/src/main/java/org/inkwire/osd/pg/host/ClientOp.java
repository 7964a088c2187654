// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.osd.pg.PG;
import org.inkwire.wire.UTime;

/**
 * A client's request as its PG sees it. Owned by the PG from {@link PG#submit} until it calls {@link #reply} or
 * {@link #drop}, once. Confined to the PG's shard.
 */
public interface ClientOp {
    /** What {@link #gate} decided. */
    int GO = 0;

    /** Drop it: its pool is full, and its client sends it again once that is over. */
    int DROP = 1;

    OsdReqId reqid();

    /** Its head; of a PG op, the position it lists from. */
    HObject object();

    /** Of the map the client had. */
    int mapEpoch();

    /** Ops with their inputs. They receive outputs and results. */
    List<OSDOp> ops();

    long snap();

    /** Of the message. */
    long flags();

    UTime mtime();

    /** May change something: goes through the log. */
    boolean mayWrite();

    /** Lists the PG. */
    boolean isPgOp();

    /** Removes something, and stores next to nothing: must get through a full store. */
    boolean frees();

    /** Bytes of its inputs: about what it may add to the store. */
    long inputBytes();

    /** {@link #GO}, {@link #DROP} (a full pool), or a negative errno (a blocklisted client, a snapshot). */
    int gate(PgMapView map);

    /**
     * Answers; the ops hold results and outputs.
     *
     * @param mapEpoch ours
     * @param badReplayVersion for clients that do not know user versions
     * @param replayVersion of a write that was logged, else zero
     */
    void reply(int result, int mapEpoch, EVersion badReplayVersion, EVersion replayVersion, long userVersion);

    /** Drops it without an answer: the client will send it to the right OSD. */
    void drop();
}
