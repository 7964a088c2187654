// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.objecter.error.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * A request for operations on one object.
 *
 * @param locator where the object is; with a hash: the placement group at that position, and {@code oid} is empty
 * @param ops taken: the Objecter releases them when the request is done
 * @param flags {@link OsdFlag#READ} or {@link OsdFlag#WRITE}, plus other flags
 * @param timeout from submission to answer, including the wait for the throttle; zero: none
 * @param snap snapshot to read
 * @param snapContext for writes
 * @param mtime of the object after a write; null: the client's clock at submission
 */
public record OpRequest(
        ObjectLocator locator,
        String oid,
        List<OSDOp> ops,
        int flags,
        Duration timeout,
        long snap,
        SnapContext snapContext,
        @Nullable Instant mtime) {

    /** @throws IllegalArgumentException for a negative timeout; one too long to measure is none */
    public OpRequest {
        Objects.requireNonNull(locator, "locator");
        Objects.requireNonNull(oid, "oid");
        Objects.requireNonNull(snapContext, "snapContext");
        ops = List.copyOf(ops);
        timeout = Timeouts.checked(timeout);
    }

    /** A request on the object's head, without snapshots. */
    public OpRequest(ObjectLocator locator, String oid, List<OSDOp> ops, int flags, Duration timeout) {
        this(locator, oid, ops, flags, timeout, SnapId.HEAD, SnapContext.EMPTY, null);
    }

    boolean isWrite() {
        return (flags & OsdFlag.WRITE) != 0;
    }

    @Override
    public String toString() {
        return ops + " on " + (oid.isEmpty() ? "pg" : "\"" + oid + "\"") + " in pool " + locator.pool();
    }
}
