// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.PeerView;
import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.async.session.Session;
import org.inkwire.msgr.dump.ConnectionDump;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.dump.WorkerDump;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.state.State;

/**
 * Takes a {@link MessengerDump}. Asks each worker once, for all its connections. The state of an ended worker is read
 * directly, which is safe because nothing writes it any more. Stateless.
 */
final class Dumper {
    private Dumper() {}

    static CompletionStage<MessengerDump> dump(AsyncMessenger messenger, Collection<AsyncConnection> open) {
        Map<Integer, List<AsyncConnection>> byWorker = new TreeMap<>();
        for (AsyncConnection c : open) {
            byWorker.computeIfAbsent(c.worker().id(), id -> new ArrayList<>()).add(c);
        }
        List<CompletableFuture<List<ConnectionDump>>> answers = new ArrayList<>();
        for (List<AsyncConnection> connections : byWorker.values()) {
            answers.add(connections
                    .get(0)
                    .center()
                    .ask(() -> viewAll(connections))
                    .exceptionally(ended -> viewAll(connections))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<ConnectionDump> all = new ArrayList<>();
                    answers.forEach(a -> all.addAll(a.join()));
                    all.sort(Comparator.comparingLong(ConnectionDump::id));
                    return messenger.dumpWith(all);
                });
    }

    private static List<ConnectionDump> viewAll(List<AsyncConnection> connections) {
        return connections.stream().map(Dumper::view).toList();
    }

    /** On the connection's center, or after it has ended. */
    private static ConnectionDump view(AsyncConnection c) {
        ProtocolV2 p = c.protocol();
        Session s = c.session();
        State state = c.machine().state();
        PeerView peer = c.peer();
        LinkActivity activity = p.activity();
        Link link = p.linkOrNull();
        return new ConnectionDump(
                c.id(),
                new ConnectionDump.Status(kind(c, state), state.name(), c.isClosed(), c.isDisposable()),
                s.policy().dump(),
                new ConnectionDump.Peer(
                        peer.type(),
                        peer.name(),
                        peer.addrs(),
                        peer.globalId(),
                        peer.features(),
                        c.knownPeer().target()),
                new ConnectionDump.Session(
                        s.clientCookie() != 0,
                        s.serverCookie() != 0,
                        s.globalSeq(),
                        s.peerGlobalSeq(),
                        s.connectSeq(),
                        s.inSeq(),
                        s.outSeq()),
                new ConnectionDump.Queues(c.inboxSize(), s.queuedMessages(), s.sentMessages()),
                new ConnectionDump.Traffic(
                        activity.bytesReceived(), activity.bytesSent(), activity.lastActiveAgoNanos()),
                new ConnectionDump.OnWorker(c.worker().id(), c.center().name()),
                link == null ? null : link.dump());
    }

    private static ConnectionDump.Kind kind(AsyncConnection c, State state) {
        if (c.registeredAs() != null) {
            return ConnectionDump.Kind.REGISTERED;
        }
        return state.isAccepting() || state == State.NONE
                ? ConnectionDump.Kind.ACCEPTING
                : ConnectionDump.Kind.ANONYMOUS;
    }

    static WorkerDump view(Worker worker) {
        return new WorkerDump(
                worker.id(),
                worker.center().name(),
                worker.connections(),
                worker.counters().snapshot());
    }
}
