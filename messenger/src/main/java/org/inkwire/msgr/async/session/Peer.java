// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.util.List;
import org.inkwire.msgr.PeerView;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * What is known of the peer, and where to dial it. The caller that dials provides the first facts; HELLO,
 * authentication and the ident add more. Changed on the connection's EventCenter; read by any thread.
 */
public final class Peer {
    private final DialTargets targets;
    private final boolean dialled;
    private volatile PeerView view;

    private Peer(PeerView view, List<EntityAddr> targets, boolean dialled) {
        this.view = view;
        this.targets = new DialTargets(targets);
        this.dialled = dialled;
    }

    /** @param targets at least one of {@code addrs}, see {@link DialTargets#of} */
    public static Peer dialled(EntityType type, EntityAddrVec addrs, List<EntityAddr> targets) {
        return new Peer(new PeerView(type, EntityName.of(type, -1), addrs, targets.get(0), 0, 0), targets, true);
    }

    /** A peer that dialled us. */
    public static Peer accepted() {
        return new Peer(
                new PeerView(null, EntityName.NONE, EntityAddrVec.EMPTY, EntityAddrVec.EMPTY.msgr2OrFirst(), 0, 0),
                List.of(),
                false);
    }

    public PeerView view() {
        return view;
    }

    /** Whether we dialled it. */
    public boolean isDialled() {
        return dialled;
    }

    /** @throws AssertionError before it is known */
    public EntityType type() {
        EntityType type = view.type();
        if (type == null) {
            throw new AssertionError("peer type unknown: neither dialled nor introduced by HELLO");
        }
        return type;
    }

    /** Name and addresses, as far as they are known. */
    public String text() {
        PeerView v = view;
        return (v.type() == null ? "?" : v.name().toString()) + " "
                + (v.addrs().isEmpty() ? "-" : v.addrs().toString());
    }

    // ---- where to dial it

    /** The address to dial. On the accepting side, blank until the peer has announced where it listens. */
    public EntityAddr target() {
        // An accepted lossless peer is dialled at the address from its ident.
        EntityAddr target = targets.current();
        return target.isBlank() ? view.addrs().msgr2OrFirst() : target;
    }

    /** A TCP connection was established. */
    public void dialSucceeded() {
        targets.connected();
    }

    public DialTargets.Outcome dialFailed(Throwable cause) {
        DialTargets.Outcome outcome = targets.failed(cause);
        if (dialled) {
            PeerView v = view;
            view = new PeerView(v.type(), v.name(), v.addrs(), targets.current(), v.globalId(), v.features());
        }
        return outcome;
    }

    // ---- what it announces

    /** The type from its HELLO. */
    public void said(EntityType type) {
        PeerView v = view;
        view = new PeerView(type, EntityName.of(type, -1), v.addrs(), v.addr(), v.globalId(), v.features());
    }

    public void authenticated(long globalId) {
        PeerView v = view;
        view = new PeerView(v.type(), v.name(), v.addrs(), v.addr(), globalId, v.features());
    }

    /** Records name and addresses before the connection is registered under them. */
    public void introduced(EntityName name, EntityAddrVec addrs) {
        identified(name, addrs, view.features());
    }

    private void identified(EntityName name, EntityAddrVec addrs, long features) {
        PeerView v = view;
        view = new PeerView(
                v.type(), name, addrs, dialled ? targets.current() : addrs.msgr2OrFirst(), v.globalId(), features);
    }

    /**
     * The peer's ident.
     *
     * @param features supported by both sides
     * @param own our addresses, used to choose among the peer's addresses for dialling
     */
    public void identified(EntityName name, EntityAddrVec addrs, long features, EntityAddrVec own) {
        identified(name, addrs, features);
        if (!dialled) {
            targets.replace(DialTargets.of(addrs, own));
        }
    }
}
