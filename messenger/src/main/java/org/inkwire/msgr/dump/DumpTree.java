// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.msgr.event.WorkerCounters;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * Dumps and counters as trees of maps, lists, strings, numbers, booleans and nulls, ready for any JSON library. Uses
 * the names of Ceph's {@code messenger dump} and {@code perf dump} where they have one; the order is fixed. Stateless.
 */
public final class DumpTree {
    private static final double NANOS_PER_SECOND = 1e9;

    private DumpTree() {}

    private static Map<String, @Nullable Object> map() {
        return new LinkedHashMap<>();
    }

    /** The content of {@code messenger dump NAME} below the messenger's name. */
    public static Map<String, @Nullable Object> of(MessengerDump d) {
        Map<String, @Nullable Object> m = map();
        Map<String, @Nullable Object> name = map();
        name.put("type", d.entityName().type().toString());
        name.put("num", d.entityName().num());
        m.put("my_name", name);
        m.put("my_addrs", addrs(d.addrs()));
        m.put("type", "async+" + d.stack().driver());
        Map<String, @Nullable Object> policies = map();
        policies.put("default", policy(d.policies().byDefault()));
        new EnumMap<>(withAny(d.policies().byPeerType()))
                .forEach((type, policy) -> policies.put(type.toString(), policy(policy)));
        m.put("policies", policies);
        List<Object> listening = new ArrayList<>();
        for (MessengerDump.Listening l : d.listening()) {
            Map<String, @Nullable Object> socket = map();
            socket.put("socket_fd", null);
            socket.put("worker_id", l.workerId());
            socket.put("addr", text(l.address()));
            listening.add(socket);
        }
        m.put("listen_sockets", listening);
        Map<String, @Nullable Object> dispatch = map();
        dispatch.put("length", d.dispatchQueueLength());
        m.put("dispatch_queue", dispatch);
        List<Object> throttles = new ArrayList<>();
        for (ThrottleDump t : d.throttles()) {
            Map<String, @Nullable Object> throttle = map();
            throttle.put("name", t.name());
            throttle.putAll(throttle(t));
            throttles.add(throttle);
        }
        m.put("throttles", throttles);
        List<Object> workers = new ArrayList<>();
        for (WorkerDump w : d.stack().workers()) {
            Map<String, @Nullable Object> worker = map();
            worker.put("worker_id", w.id());
            worker.put("name", w.name());
            worker.put("connections", w.connections());
            workers.add(worker);
        }
        m.put("workers", workers);
        m.put("connections_count", d.connections().size());
        List<Object> registered = new ArrayList<>();
        List<Object> anonymous = new ArrayList<>();
        List<Object> accepting = new ArrayList<>();
        for (ConnectionDump c : d.connections()) {
            switch (c.status().kind()) {
                case REGISTERED -> {
                    Map<String, @Nullable Object> entry = map();
                    entry.putAll(addrs(c.peer().addrs()));
                    entry.put("async_connection", of(c));
                    registered.add(entry);
                }
                case ANONYMOUS -> anonymous.add(of(c));
                case ACCEPTING -> accepting.add(of(c));
            }
        }
        m.put("connections", registered);
        m.put("anon_conns", anonymous);
        m.put("accepting_conns", accepting);
        return m;
    }

    private static Map<EntityType, PolicyDump> withAny(Map<EntityType, PolicyDump> policies) {
        Map<EntityType, PolicyDump> typed = new EnumMap<>(EntityType.class);
        typed.putAll(policies);
        return typed;
    }

    /** The content of {@code async_connection}. */
    public static Map<String, @Nullable Object> of(ConnectionDump c) {
        Map<String, @Nullable Object> m = map();
        ConnectionDump.Link link = c.link();
        m.put("conn_id", c.id());
        m.put("state", c.status().state());
        Map<String, @Nullable Object> status = map();
        status.put("connected", c.status().state().equals("READY"));
        status.put("loopback", false);
        status.put("closed", c.status().closed());
        status.put("disposable", c.status().disposable());
        m.put("status", status);
        m.put("policy", policy(c.policy()));
        Map<String, @Nullable Object> peer = map();
        EntityType type = c.peer().type();
        peer.put("entity_name", c.peer().name().toString());
        peer.put("type", type == null ? "unknown" : type.toString());
        peer.put("id", c.peer().name().num());
        peer.put("global_id", c.peer().globalId());
        peer.put("addr", addrs(c.peer().addrs()));
        peer.put("features", Long.toUnsignedString(c.peer().features()));
        m.put("peer", peer);
        m.put("socket_fd", null);
        m.put("socket_addr", socket(link == null ? null : link.local()));
        m.put("peer_socket_addr", socket(link == null ? null : link.remote()));
        m.put("target_addr", addr(c.peer().target()));
        m.put("tcp_info", null);
        m.put("worker_id", c.worker().id());
        m.put("worker_name", c.worker().name());
        m.put(
                "last_active_ago",
                c.traffic().lastActiveAgoNanos() < 0
                        ? "never"
                        : seconds(c.traffic().lastActiveAgoNanos()) + "s");
        m.put("bytes_in", c.traffic().bytesReceived());
        m.put("bytes_out", c.traffic().bytesSent());
        Map<String, @Nullable Object> queues = map();
        queues.put("inbox", c.queues().inbox());
        queues.put("out_q", c.queues().out());
        queues.put("sent", c.queues().sent());
        m.put("queues", queues);
        Map<String, @Nullable Object> protocol = map();
        protocol.put("v2", v2(c, link));
        m.put("protocol", protocol);
        return m;
    }

    private static Map<String, @Nullable Object> v2(ConnectionDump c, ConnectionDump.@Nullable Link link) {
        Map<String, @Nullable Object> m = map();
        ConnectionDump.Session s = c.session();
        m.put("state", c.status().state());
        m.put("con_mode", link == null ? "unknown" : link.mode());
        m.put("rev1", true);
        m.put("crypto", bothWays("PLAIN"));
        m.put("compression", bothWays("UNCOMPRESSED"));
        m.put("client_cookie", s.clientCookie());
        m.put("server_cookie", s.serverCookie());
        m.put("global_seq", s.globalSeq());
        m.put("peer_global_seq", s.peerGlobalSeq());
        m.put("connect_seq", s.connectSeq());
        m.put("in_seq", s.inSeq());
        m.put("out_seq", s.outSeq());
        m.put("can_write", link != null && link.writable());
        return m;
    }

    private static Map<String, @Nullable Object> bothWays(String what) {
        Map<String, @Nullable Object> m = map();
        m.put("rx", what);
        m.put("tx", what);
        return m;
    }

    private static Map<String, @Nullable Object> policy(PolicyDump p) {
        Map<String, @Nullable Object> m = map();
        m.put("lossy", p.lossy());
        m.put("server", p.server());
        m.put("standby", p.standby());
        m.put("resetcheck", p.resetcheck());
        m.put("register_lossy_clients", p.registerLossyClients());
        m.put("features_supported", Long.toUnsignedString(p.featuresSupported()));
        m.put("features_required", Long.toUnsignedString(p.featuresRequired()));
        return m;
    }

    /**
     * The messenger's sections of {@code perf dump}: {@code AsyncMessenger::Worker-N} for each worker, {@code
     * throttle-NAME} for each throttle. Workers shared by several of the messengers appear once.
     */
    public static Map<String, @Nullable Object> perf(List<MessengerDump> messengers) {
        Map<String, @Nullable Object> m = map();
        for (MessengerDump d : messengers) {
            for (WorkerDump w : d.stack().workers()) {
                m.put("AsyncMessenger::Worker-" + w.id(), counters(w.counters()));
            }
        }
        for (MessengerDump d : messengers) {
            for (ThrottleDump t : d.throttles()) {
                m.put(t.name(), throttle(t));
            }
        }
        return m;
    }

    /** One worker's counters; times in seconds. */
    public static Map<String, @Nullable Object> counters(WorkerCounters.Snapshot s) {
        Map<String, @Nullable Object> m = map();
        m.put("msgr_recv_messages", s.recvMessages());
        m.put("msgr_send_messages", s.sendMessages());
        m.put("msgr_recv_bytes", s.recvBytes());
        m.put("msgr_send_bytes", s.sendBytes());
        m.put("msgr_created_connections", s.createdConnections());
        m.put("msgr_active_connections", s.activeConnections());
        m.put("msgr_running_total_time", seconds(s.runningTotalNanos()));
        m.put("msgr_running_send_time", seconds(s.runningSendNanos()));
        m.put("msgr_running_recv_time", seconds(s.runningRecvNanos()));
        return m;
    }

    private static Map<String, @Nullable Object> throttle(ThrottleDump t) {
        Map<String, @Nullable Object> m = map();
        m.put("val", t.taken());
        m.put("max", t.max());
        m.put("waiting", t.waiting());
        return m;
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    private static Map<String, @Nullable Object> addrs(EntityAddrVec v) {
        List<Object> list = new ArrayList<>();
        v.addrs().forEach(a -> list.add(addr(a)));
        Map<String, @Nullable Object> m = map();
        m.put("addrvec", list);
        return m;
    }

    private static Map<String, @Nullable Object> socket(@Nullable InetSocketAddress a) {
        return addr(a == null ? EntityAddr.BLANK : EntityAddr.msgr2(a, 0));
    }

    private static Map<String, @Nullable Object> addr(EntityAddr a) {
        Map<String, @Nullable Object> m = map();
        m.put("type", type(a));
        m.put("addr", a.isIpv4() || a.isIpv6() ? a.hostPort() : "(unrecognized address family 0)");
        m.put("nonce", Integer.toUnsignedLong(a.nonce()));
        return m;
    }

    private static String type(EntityAddr a) {
        return switch (a.type()) {
            case NONE -> "none";
            case LEGACY -> "v1";
            case MSGR2 -> "v2";
            case ANY -> "any";
            default -> "unknown";
        };
    }

    private static String text(InetSocketAddress a) {
        return EntityAddr.msgr2(a, 0).hostPort();
    }
}
