// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.pg.host.ClientOp;

/**
 * A write in flight: the message to members, and the answer to its client. Confined to the PG. Ceph: {@code RepGather}.
 */
final class InFlight {
    /** Its payload is held until every member has the write. */
    final PeerMessage.RepOp repOp;

    final ClientOp op;
    final int result;
    /** Resent copies of the request, and requests without effect that must not be answered before this one. */
    private final List<Runnable> followers = new ArrayList<>();

    private final List<ClientOp> followerOps = new ArrayList<>();

    InFlight(PeerMessage.RepOp repOp, ClientOp op, int result) {
        this.repOp = repOp;
        this.op = op;
        this.result = result;
    }

    PgLogEntry entry() {
        return repOp.entry();
    }

    EVersion version() {
        return repOp.entry().version();
    }

    /** Answers a request right after this one. */
    void follow(ClientOp follower, Runnable answer) {
        followerOps.add(follower);
        followers.add(answer);
    }

    void answerFollowers() {
        followers.forEach(Runnable::run);
    }

    /** Its own request and the followers. */
    List<ClientOp> requests() {
        List<ClientOp> all = new ArrayList<>(1 + followerOps.size());
        all.add(op);
        all.addAll(followerOps);
        return all;
    }
}
