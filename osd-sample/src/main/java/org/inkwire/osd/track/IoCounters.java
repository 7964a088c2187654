// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.track;

import java.util.List;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;

/**
 * What an OSD has executed and sent in a PG since the PG was loaded. Plain counters, confined to the PG. Ceph: the {@code num_rd} and {@code num_wr} of {@code object_stat_sum_t}.
 */
public final class IoCounters {
    private long reads;
    private long readBytes;
    private long writes;
    private long writeBytes;
    private long recoveredObjects;
    private long recoveredBytes;

    /** A request was executed; its outputs are still there. */
    public void executed(List<OSDOp> ops) {
        for (OSDOp op : ops) {
            if (op.code() == OpCode.SETALLOCHINT) {
                continue;
            }
            if (OpCode.isWrite(op.code())) {
                writes++;
                writeBytes += op.input().readableBytes();
            } else if (OpCode.isRead(op.code())) {
                reads++;
                readBytes += op.output().readableBytes();
            }
        }
    }

    /** Another member was sent objects that it lacks. */
    public void recovered(int objects, long bytes) {
        recoveredObjects += objects;
        recoveredBytes += bytes;
    }

    /** Since the PG was loaded. */
    public PgStat.Io sums() {
        return new PgStat.Io(reads, readBytes, writes, writeBytes, recoveredObjects, recoveredBytes);
    }
}
