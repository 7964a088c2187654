// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ValueEncoder;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;

/**
 * One request for one object, as the PG hands it to {@link OpInterpreter#execute}.
 *
 * @param collection of the PG
 * @param object its head
 * @param before its info, with all earlier requests applied; null if there is no such object
 * @param ops borrowed: their inputs stay valid during the call; outputs and results are put into them
 * @param snap the snapshot the client reads: {@code SnapId.HEAD} in a write
 * @param flags of the message, {@code OsdFlag} bits
 * @param reqId the request's id, kept with the object
 * @param mtime the client's clock, becomes the object's
 * @param atVersion the version this request gets if it changes anything: the PG's last, plus one; zero if it may not write
 * @param mayWrite {@link OpInterpreter#mayWrite} of the ops
 * @param values of the PG's thread
 */
public record OpRequest(
        CollectionId collection,
        HObject object,
        @Nullable ObjectInfo before,
        List<OSDOp> ops,
        long snap,
        long flags,
        OsdReqId reqId,
        UTime mtime,
        EVersion atVersion,
        boolean mayWrite,
        ValueEncoder values) {}
