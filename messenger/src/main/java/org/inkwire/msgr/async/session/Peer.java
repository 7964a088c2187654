// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.util.List;
import org.inkwire.msgr.PeerView;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * What is known of the peer, and where it is dialled: first by whoever dials, then by HELLO, authentication and the ident.
 * Changed on the connection's EventCenter; read by any thread.
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

    /** Somebody who dialled us. */
    public static Peer accepted() {
        return new Peer(
                new PeerView(null, EntityName.NONE, EntityAddrVec.EMPTY, EntityAddrVec.EMPTY.msgr2OrFirst(), 0, 0),
                List.of(),
                false);
    }

    public PeerView view() {
        return view;
    }

    /** We dialled it. */
    public boolean isDialled() {
        return dialled;
    }

    /** @throws AssertionError before it is known */
    public EntityType type() {
        EntityType type = view.type();
        if (type == null) {
            throw new AssertionError("no HELLO was read, and nobody was dialled");
        }
        return type;
    }

    /** Name and addresses, as far as they are known. */
    public String text() {
        PeerView v = view;
        return (v.type() == null ? "?" : v.name().toString()) + " "
                + (v.addrs().isEmpty() ? "-" : v.addrs().toString());
    }

    // ---- where it is dialled

    /** What is dialled: on the accepting side blank until the peer said where it listens. */
    public EntityAddr target() {
        // An accepted lossless peer is dialled where its ident said it listens.
        EntityAddr target = targets.current();
        return target.isBlank() ? view.addrs().msgr2OrFirst() : target;
    }

    /** TCP works. */
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

    // ---- what it says

    /** By its HELLO. */
    public void said(EntityType type) {
        PeerView v = view;
        view = new PeerView(type, EntityName.of(type, -1), v.addrs(), v.addr(), v.globalId(), v.features());
    }

    public void authenticated(long globalId) {
        PeerView v = view;
        view = new PeerView(v.type(), v.name(), v.addrs(), v.addr(), globalId, v.features());
    }

    /** Who it is, before others can find the connection by it. */
    public void introduced(EntityName name, EntityAddrVec addrs) {
        identified(name, addrs, view.features());
    }

    private void identified(EntityName name, EntityAddrVec addrs, long features) {
        PeerView v = view;
        view = new PeerView(
                v.type(), name, addrs, dialled ? targets.current() : addrs.msgr2OrFirst(), v.globalId(), features);
    }

    /**
     * By its ident.
     *
     * @param features in common
     * @param own addresses of ours, by which its addresses are chosen if it is to be dialled
     */
    public void identified(EntityName name, EntityAddrVec addrs, long features, EntityAddrVec own) {
        identified(name, addrs, features);
        if (!dialled) {
            targets.replace(DialTargets.of(addrs, own));
        }
    }
}
