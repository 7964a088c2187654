// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.pg.host.ClientOp;
import org.jspecify.annotations.Nullable;

/**
 * A write in flight: the message to members, and the answer to its client. Confined to the PG. Ceph: {@code RepGather}.
 */
final class InFlight {
    /** A resent copy of the request, or a request without effect that must not be answered before this one. */
    private record Follower(ClientOp op, Runnable answer) {}

    /** Its payload is held until every member has the write. */
    final PeerMessage.RepOp repOp;

    final ClientOp op;
    final int result;
    final ObjectContext context;
    private @Nullable List<Follower> followers;

    InFlight(PeerMessage.RepOp repOp, ClientOp op, int result, ObjectContext context) {
        this.repOp = repOp;
        this.op = op;
        this.result = result;
        this.context = context;
    }

    PgLogEntry entry() {
        return repOp.entry();
    }

    EVersion version() {
        return repOp.entry().version();
    }

    /** Answers a request right after this one. */
    void follow(ClientOp follower, Runnable answer) {
        List<Follower> all = followers;
        if (all == null) {
            all = new ArrayList<>();
            followers = all;
        }
        all.add(new Follower(follower, answer));
    }

    void answerFollowers() {
        if (followers != null) {
            followers.forEach(follower -> follower.answer().run());
        }
    }

    /** Adds its own request and the followers. */
    void addRequestsTo(List<ClientOp> all) {
        all.add(op);
        if (followers != null) {
            followers.forEach(follower -> all.add(follower.op()));
        }
    }
}
