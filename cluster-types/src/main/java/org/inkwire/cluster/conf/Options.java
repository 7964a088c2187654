// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.inkwire.wire.entity.EntityAddr;
import org.jspecify.annotations.Nullable;

/**
 * The table of supported options: Ceph's names, types and defaults at 16.2.15 (protocol: msgr2 section 8). Other Ceph
 * options are ignored, as Ceph ignores those of other programs. {@link Option#effect} tells which are read. Immutable, any
 * thread. Ceph: {@code src/common/options.cc}.
 */
public final class Options {
    private static final Map<String, Option<?>> TABLE = new LinkedHashMap<>();

    // ---- who and where
    public static final Option<UUID> FSID =
            add("fsid", OptionType.UUID, "00000000-0000-0000-0000-000000000000", "cluster id; zero: not set");
    public static final Option<String> MON_HOST = str("mon_host", "", "monitor addresses or host names");
    public static final Option<String> MON_DNS_SRV_NAME =
            str("mon_dns_srv_name", "ceph-mon", "service, _ and domain of the SRV records that name the monitors");
    public static final Option<String> MON_INITIAL_MEMBERS = str("mon_initial_members", "", "names of first monitors");
    public static final Option<EntityAddr> PUBLIC_ADDR =
            add("public_addr", OptionType.ADDR, "-", "address to bind for clients");
    public static final Option<EntityAddr> CLUSTER_ADDR =
            add("cluster_addr", OptionType.ADDR, "-", "address to bind for other OSDs");
    public static final Option<String> PUBLIC_NETWORK =
            str("public_network", "", "networks (CIDR) of public addresses");
    public static final Option<String> CLUSTER_NETWORK =
            str("cluster_network", "", "networks (CIDR) of cluster addresses");
    public static final Option<EntityAddr> PUBLIC_BIND_ADDR =
            add("public_bind_addr", OptionType.ADDR, "-", "address a monitor binds, if not the one it announces");
    public static final Option<String> HOST = str("host", "", "this host's name");
    public static final Option<String> CRUSH_LOCATION =
            str("crush_location", "", "position in the CRUSH tree, as type=name words");
    public static final Option<String> KEYRING = str(
            "keyring",
            "/etc/ceph/$cluster.$name.keyring,/etc/ceph/$cluster.keyring,/etc/ceph/keyring,/etc/ceph/keyring.bin",
            "keyring files; the first that exists is read");
    public static final Option<String> KEY = str("key", "", "authentication key, base64");
    public static final Option<String> KEYFILE = str("keyfile", "", "file with the authentication key");
    public static final Option<String> LOG_FILE = str("log_file", "", "log file");

    public static final Option<Boolean> LOG_TO_STDERR = bool("log_to_stderr", true, "log to standard error");
    public static final Option<Boolean> ERR_TO_STDERR =
            bool("err_to_stderr", true, "log errors to standard error, if nothing else");
    public static final Option<Integer> DEBUG_MS = debug("debug_ms", "0/0", "log level of the messenger");
    public static final Option<Integer> DEBUG_MON = debug("debug_mon", "1/5", "log level of the monitor");
    public static final Option<Integer> DEBUG_OSD = debug("debug_osd", "1/5", "log level of the OSD");
    public static final Option<Integer> DEBUG_MONC = debug("debug_monc", "0/10", "log level of monitors' clients");
    public static final Option<Integer> DEBUG_OBJECTER = debug("debug_objecter", "0/1", "log level of the Objecter");
    public static final Option<Integer> DEBUG_RADOS = debug("debug_rados", "0/5", "log level of the client library");
    public static final Option<String> PID_FILE = str("pid_file", "", "pid file");
    public static final Option<String> RUN_DIR = str("run_dir", "/var/run/ceph", "directory of sockets and pid files");
    public static final Option<String> ADMIN_SOCKET =
            str("admin_socket", "$run_dir/$cluster-$name.asok", "admin socket path");

    // ---- authentication and connection modes; Capabilities says what can be had. Ceph's defaults have CephX and
    // secure
    // mode in them.
    public static final Option<String> AUTH_CLUSTER_REQUIRED =
            str("auth_cluster_required", "none", "methods between daemons");
    public static final Option<String> AUTH_SERVICE_REQUIRED =
            str("auth_service_required", "none", "methods a daemon accepts from clients");
    public static final Option<String> AUTH_CLIENT_REQUIRED =
            str("auth_client_required", "none", "methods a client offers");
    public static final Option<String> AUTH_SUPPORTED = str("auth_supported", "", "all three of the above at once");
    public static final Option<Boolean> CEPHX_REQUIRE_SIGNATURES =
            bool("cephx_require_signatures", false, "accept only signed messages");
    public static final Option<Boolean> CEPHX_CLUSTER_REQUIRE_SIGNATURES =
            bool("cephx_cluster_require_signatures", false, "the same, between daemons");
    public static final Option<Boolean> CEPHX_SERVICE_REQUIRE_SIGNATURES =
            bool("cephx_service_require_signatures", false, "the same, from clients");
    public static final Option<Long> CEPHX_REQUIRE_VERSION =
            integer("cephx_require_version", 2, 0, Integer.MAX_VALUE, "lowest version of CephX to accept");
    public static final Option<Long> CEPHX_CLUSTER_REQUIRE_VERSION =
            integer("cephx_cluster_require_version", 2, 0, Integer.MAX_VALUE, "the same, between daemons");
    public static final Option<Long> CEPHX_SERVICE_REQUIRE_VERSION =
            integer("cephx_service_require_version", 2, 0, Integer.MAX_VALUE, "the same, from clients");
    public static final Option<Boolean> CEPHX_SIGN_MESSAGES =
            bool("cephx_sign_messages", true, "sign messages of msgr1");

    // ---- messenger
    public static final Option<String> MS_TYPE = str("ms_type", "async+posix", "messenger and event driver");
    public static final Option<Boolean> MS_BIND_MSGR1 = bool("ms_bind_msgr1", false, "bind a v1 port");
    public static final Option<Boolean> MS_BIND_MSGR2 = bool("ms_bind_msgr2", true, "bind a v2 port");
    public static final Option<Boolean> MS_BIND_IPV4 = bool("ms_bind_ipv4", true, "bind IPv4 addresses");
    public static final Option<Boolean> MS_BIND_IPV6 = bool("ms_bind_ipv6", false, "bind IPv6 addresses");
    public static final Option<Long> MS_BIND_PORT_MIN = integer("ms_bind_port_min", 6800, 0, 65535, "lowest port");
    public static final Option<Long> MS_BIND_PORT_MAX = integer("ms_bind_port_max", 7300, 0, 65535, "highest port");
    public static final Option<Long> MS_BIND_RETRY_COUNT =
            integer("ms_bind_retry_count", 3, 0, 1000, "retries of the port range");
    public static final Option<Duration> MS_BIND_RETRY_DELAY =
            wholeSeconds("ms_bind_retry_delay", "5", "pause between tries");
    public static final Option<String> MS_CLUSTER_MODE = str("ms_cluster_mode", "crc", "modes between daemons");
    public static final Option<String> MS_SERVICE_MODE =
            str("ms_service_mode", "crc", "modes a daemon accepts from clients");
    public static final Option<String> MS_CLIENT_MODE =
            str("ms_client_mode", "crc", "modes a client offers to daemons");
    public static final Option<String> MS_MON_CLUSTER_MODE =
            str("ms_mon_cluster_mode", "crc", "modes between monitors");
    public static final Option<String> MS_MON_SERVICE_MODE =
            str("ms_mon_service_mode", "crc", "modes a monitor accepts");
    public static final Option<String> MS_MON_CLIENT_MODE =
            str("ms_mon_client_mode", "crc", "modes offered to monitors");
    public static final Option<Duration> MS_INITIAL_BACKOFF =
            seconds("ms_initial_backoff", "0.2", "first reconnect delay");
    public static final Option<Duration> MS_MAX_BACKOFF = seconds("ms_max_backoff", "15", "longest reconnect delay");
    public static final Option<Duration> MS_CONNECTION_READY_TIMEOUT =
            wholeSeconds("ms_connection_ready_timeout", "10", "time limit for a handshake");
    public static final Option<Duration> MS_CONNECTION_IDLE_TIMEOUT =
            wholeSeconds("ms_connection_idle_timeout", "900", "silence after which a connection is faulted");
    public static final Option<Long> MS_DISPATCH_THROTTLE_BYTES =
            size("ms_dispatch_throttle_bytes", 100L << 20, "bytes of messages waiting for dispatch");
    public static final Option<Boolean> MS_TCP_NODELAY = bool("ms_tcp_nodelay", true, "TCP_NODELAY");
    public static final Option<Long> MS_TCP_RCVBUF = size("ms_tcp_rcvbuf", 0, "SO_RCVBUF; 0: the system's default");
    public static final Option<Long> MS_TCP_LISTEN_BACKLOG =
            integer("ms_tcp_listen_backlog", 512, 1, 65535, "pending connections on a listening socket");
    public static final Option<Boolean> MS_LEARN_ADDR_FROM_PEER =
            bool("ms_learn_addr_from_peer", true, "learn our own address from the peer");
    public static final Option<Long> MS_MAX_ACCEPT_FAILURES =
            integer("ms_max_accept_failures", 4, 1, 1 << 20, "accept failures in a row before giving up");
    public static final Option<Long> MS_ASYNC_OP_THREADS =
            unsigned("ms_async_op_threads", 3, 1, 24, "worker threads of a network stack");
    /** Not Ceph's, whose threads always park; so is {@link #INKWIRE_SPIN_MAX_US}. */
    public static final Option<String> INKWIRE_WAIT = add(
            "inkwire_wait",
            OptionType.oneOf("park", "spin-then-park", "spin"),
            "park",
            "what threads of the messenger, of OSD shards and of a client do without work");

    public static final Option<Long> INKWIRE_SPIN_MAX_US = unsigned(
            "inkwire_spin_max_us", 50, 0, 1_000_000, "microseconds without work after which spin-then-park parks");
    public static final Option<Boolean> MS_CRC_DATA = bool("ms_crc_data", true, "msgr1 only");
    public static final Option<Boolean> MS_CRC_HEADER = bool("ms_crc_header", true, "msgr1 only");
    public static final Option<Long> MS_INJECT_SOCKET_FAILURES =
            unsigned("ms_inject_socket_failures", 0, 0, Long.MAX_VALUE, "one in N reads or writes fails; 0: none");
    public static final Option<String> MS_INJECT_DELAY_TYPE =
            str("ms_inject_delay_type", "", "peer types whose messages are delayed: mon osd mds mgr client");
    public static final Option<Double> MS_INJECT_DELAY_PROBABILITY =
            floating("ms_inject_delay_probability", 0, 0.0, "share of those messages, 0 to 1");
    public static final Option<Double> MS_INJECT_DELAY_MAX =
            floating("ms_inject_delay_max", 1, 0.0, "longest of those delays, seconds");
    public static final Option<Double> MS_INJECT_INTERNAL_DELAYS =
            floating("ms_inject_internal_delays", 0, 0.0, "pause before each step of a handshake, seconds; 0: none");
    public static final Option<Boolean> MS_BLACKHOLE_MON =
            bool("ms_blackhole_mon", false, "drop messages to and from monitors");
    public static final Option<Boolean> MS_BLACKHOLE_OSD =
            bool("ms_blackhole_osd", false, "drop messages to and from OSDs");
    public static final Option<Boolean> MS_BLACKHOLE_MDS =
            bool("ms_blackhole_mds", false, "drop messages to and from metadata servers");
    public static final Option<Boolean> MS_BLACKHOLE_MGR =
            bool("ms_blackhole_mgr", false, "drop messages to and from managers");
    public static final Option<Boolean> MS_BLACKHOLE_CLIENT =
            bool("ms_blackhole_client", false, "drop messages to and from clients");

    // ---- client of monitors
    public static final Option<Duration> MON_CLIENT_HUNT_INTERVAL =
            seconds("mon_client_hunt_interval", "3", "time limit for one round of monitors");
    public static final Option<Long> MON_CLIENT_HUNT_PARALLEL =
            unsigned("mon_client_hunt_parallel", 3, 0, 1000, "monitors contacted in parallel; 0: all");
    public static final Option<Double> MON_CLIENT_HUNT_INTERVAL_BACKOFF =
            floating("mon_client_hunt_interval_backoff", 1.5, 1.0, "factor per failed round");
    public static final Option<Double> MON_CLIENT_HUNT_INTERVAL_MIN_MULTIPLE =
            floating("mon_client_hunt_interval_min_multiple", 1.0, 0.1, "lowest multiple of the interval");
    public static final Option<Double> MON_CLIENT_HUNT_INTERVAL_MAX_MULTIPLE =
            floating("mon_client_hunt_interval_max_multiple", 10.0, 1.0, "highest multiple of the interval");
    public static final Option<Duration> MON_CLIENT_PING_INTERVAL =
            seconds("mon_client_ping_interval", "10", "pause between keepalives");
    public static final Option<Duration> MON_CLIENT_PING_TIMEOUT =
            seconds("mon_client_ping_timeout", "30", "silence after which a monitor is abandoned");
    public static final Option<Duration> CLIENT_MOUNT_TIMEOUT =
            timespan("client_mount_timeout", "300", "time limit for connecting to a cluster");

    // ---- objecter and librados
    public static final Option<Duration> OBJECTER_TICK_INTERVAL =
            seconds("objecter_tick_interval", "5", "pause between checks for slow operations");
    public static final Option<Duration> OBJECTER_TIMEOUT =
            seconds("objecter_timeout", "10", "age at which an operation counts as laggy");
    public static final Option<Long> OBJECTER_INFLIGHT_OPS =
            unsigned("objecter_inflight_ops", 1024, 1, 1 << 24, "operations in flight");
    public static final Option<Long> OBJECTER_INFLIGHT_OP_BYTES =
            size("objecter_inflight_op_bytes", 100L << 20, "payload bytes in flight");
    public static final Option<Duration> RADOS_OSD_OP_TIMEOUT =
            timespan("rados_osd_op_timeout", "0", "deadline of object operations; 0: none");
    public static final Option<Duration> RADOS_MON_OP_TIMEOUT =
            timespan("rados_mon_op_timeout", "0", "deadline of monitor operations; 0: none");
    public static final Option<Long> OSD_CLIENT_OP_PRIORITY =
            unsigned("osd_client_op_priority", 63, 0, 255, "message priority of client operations");
    public static final Option<Long> OSD_MAX_OBJECT_SIZE = size("osd_max_object_size", 128L << 20, "largest object");
    public static final Option<Long> OSD_MAX_OBJECT_NAME_LEN =
            unsigned("osd_max_object_name_len", 2048, 0, Integer.MAX_VALUE, "longest object name, bytes");
    public static final Option<Long> OSD_MAX_OBJECT_NAMESPACE_LEN =
            unsigned("osd_max_object_namespace_len", 256, 0, Integer.MAX_VALUE, "longest namespace, bytes");
    public static final Option<Long> OSD_MAX_ATTR_NAME_LEN =
            unsigned("osd_max_attr_name_len", 100, 0, Integer.MAX_VALUE, "longest attribute name, bytes");
    public static final Option<Long> OSD_MAX_ATTR_SIZE =
            unsigned("osd_max_attr_size", 0, 0, Long.MAX_VALUE, "largest attribute; 0: no limit");
    public static final Option<Long> OSD_MAX_WRITE_SIZE =
            sized("osd_max_write_size", 90, 4, 1 << 20, "largest write, MiB");
    public static final Option<Long> OSD_MAX_OMAP_ENTRIES_PER_REQUEST =
            unsigned("osd_max_omap_entries_per_request", 1024, 1, 1 << 24, "omap entries in one answer");
    public static final Option<Long> OSD_MAX_OMAP_BYTES_PER_REQUEST =
            size("osd_max_omap_bytes_per_request", 1L << 30, "omap bytes in one answer");

    // ---- monitor
    public static final Option<String> MON_DATA =
            str("mon_data", "/var/lib/ceph/mon/$cluster-$id", "monitor's directory");
    public static final Option<Long> MON_OSD_MIN_DOWN_REPORTERS =
            unsigned("mon_osd_min_down_reporters", 2, 0, 1000, "reporters needed to mark an OSD down");
    public static final Option<String> MON_OSD_REPORTER_SUBTREE_LEVEL =
            str("mon_osd_reporter_subtree_level", "host", "CRUSH level at which reporters count as different");
    public static final Option<Duration> MON_OSD_DOWN_OUT_INTERVAL =
            wholeSeconds("mon_osd_down_out_interval", "600", "time from down to out");
    public static final Option<Double> MON_OSD_MIN_IN_RATIO =
            floating("mon_osd_min_in_ratio", 0.75, 0.0, "share of in OSDs below which none is marked out");
    public static final Option<String> MON_OSD_DOWN_OUT_SUBTREE_LIMIT =
            str("mon_osd_down_out_subtree_limit", "rack", "a subtree of this level that is all down is not marked out");
    public static final Option<Duration> MON_OSD_REPORT_TIMEOUT =
            wholeSeconds("mon_osd_report_timeout", "900", "time without a beacon after which an OSD is down");
    public static final Option<Boolean> MON_OSD_ADJUST_HEARTBEAT_GRACE =
            bool("mon_osd_adjust_heartbeat_grace", true, "lengthen the grace of laggy OSDs");
    public static final Option<Boolean> MON_OSD_ADJUST_DOWN_OUT_INTERVAL =
            bool("mon_osd_adjust_down_out_interval", true, "lengthen the interval of laggy OSDs");
    public static final Option<Duration> MON_OSD_LAGGY_HALFLIFE =
            wholeSeconds("mon_osd_laggy_halflife", "3600", "decay of the laggy estimate");
    public static final Option<Boolean> MON_OSD_AUTO_MARK_NEW_IN =
            bool("mon_osd_auto_mark_new_in", true, "a booting new OSD is marked in");
    public static final Option<Boolean> MON_OSD_AUTO_MARK_IN =
            bool("mon_osd_auto_mark_in", false, "any booting OSD is marked in");
    public static final Option<Boolean> MON_OSD_AUTO_MARK_AUTO_OUT_IN =
            bool("mon_osd_auto_mark_auto_out_in", true, "a booting OSD that was marked out automatically is marked in");
    public static final Option<Boolean> MON_ALLOW_POOL_DELETE =
            bool("mon_allow_pool_delete", false, "pools may be deleted");
    public static final Option<Boolean> MON_ALLOW_POOL_SIZE_ONE =
            bool("mon_allow_pool_size_one", false, "pools may have one replica");
    public static final Option<Boolean> MON_WARN_ON_POOL_NO_REDUNDANCY =
            bool("mon_warn_on_pool_no_redundancy", true, "health warning for pools with one replica");
    public static final Option<Boolean> MON_WARN_ON_POOL_NO_APP =
            bool("mon_warn_on_pool_no_app", true, "health warning for pools in use that no application is enabled on");
    public static final Option<Boolean> MON_WARN_ON_INSECURE_GLOBAL_ID_RECLAIM =
            bool("mon_warn_on_insecure_global_id_reclaim", true, "health warning");
    public static final Option<Boolean> MON_WARN_ON_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED =
            bool("mon_warn_on_insecure_global_id_reclaim_allowed", true, "health warning");
    public static final Option<Boolean> AUTH_ALLOW_INSECURE_GLOBAL_ID_RECLAIM =
            bool("auth_allow_insecure_global_id_reclaim", true, "accept an id without its ticket");
    public static final Option<Long> MON_MAX_POOL_PG_NUM =
            unsigned("mon_max_pool_pg_num", 65536, 1, Long.MAX_VALUE, "largest pg_num of a pool");
    public static final Option<Long> MON_MAX_PG_PER_OSD =
            unsigned("mon_max_pg_per_osd", 250, 1, Long.MAX_VALUE, "placement groups per OSD, on average");
    public static final Option<Double> TARGET_MAX_MISPLACED_RATIO = floating(
            "target_max_misplaced_ratio", 0.05, 0.0, "share of a pool that a change of pgp_num moves at a time");
    public static final Option<Long> MON_MAX_OSD = integer("mon_max_osd", 10000, 0, Long.MAX_VALUE, "limit of max_osd");
    public static final Option<Long> MON_MIN_OSDMAP_EPOCHS =
            integer("mon_min_osdmap_epochs", 500, 1, Long.MAX_VALUE, "minimum number of maps kept");
    public static final Option<Long> MON_CLIENT_BYTES =
            size("mon_client_bytes", 100L << 20, "bytes of client messages");
    public static final Option<Long> MON_DAEMON_BYTES =
            size("mon_daemon_bytes", 400L << 20, "bytes of daemon messages");
    public static final Option<Duration> MON_TICK_INTERVAL =
            wholeSeconds("mon_tick_interval", "5", "pause between checks");
    public static final Option<Double> MON_OSD_FULL_RATIO =
            floating("mon_osd_full_ratio", 0.95, 0.0, "full ratio of a new cluster");
    public static final Option<Double> MON_OSD_NEARFULL_RATIO =
            floating("mon_osd_nearfull_ratio", 0.85, 0.0, "nearfull ratio of a new cluster");
    public static final Option<Double> MON_OSD_BACKFILLFULL_RATIO =
            floating("mon_osd_backfillfull_ratio", 0.90, 0.0, "backfillfull ratio of a new cluster");
    public static final Option<Duration> PAXOS_PROPOSE_INTERVAL =
            seconds("paxos_propose_interval", "1", "time changes are gathered before a new map");
    public static final Option<Duration> PAXOS_MIN_WAIT =
            seconds("paxos_min_wait", "0.05", "minimum time changes are gathered");

    // ---- pools
    public static final Option<Long> OSD_POOL_DEFAULT_SIZE =
            unsigned("osd_pool_default_size", 3, 0, 10, "replicas of a new pool");
    public static final Option<Long> OSD_POOL_DEFAULT_MIN_SIZE =
            unsigned("osd_pool_default_min_size", 0, 0, 255, "replicas needed to serve; 0: size - size / 2");
    public static final Option<Long> OSD_POOL_DEFAULT_PG_NUM =
            unsigned("osd_pool_default_pg_num", 32, 1, 1 << 20, "placement groups of a new pool");
    public static final Option<Long> OSD_POOL_DEFAULT_PGP_NUM =
            unsigned("osd_pool_default_pgp_num", 0, 0, 1 << 20, "pgp_num of a new pool; 0: pg_num");
    public static final Option<Long> OSD_POOL_DEFAULT_CRUSH_RULE =
            integer("osd_pool_default_crush_rule", -1, -1, 255, "rule of a new pool; -1: the first replicated one");
    public static final Option<Boolean> OSD_POOL_DEFAULT_FLAG_HASHPSPOOL =
            bool("osd_pool_default_flag_hashpspool", true, "new pools hash the pool id into the placement");
    public static final Option<Boolean> OSD_POOL_DEFAULT_FLAG_NODELETE =
            bool("osd_pool_default_flag_nodelete", false, "new pools cannot be deleted");
    public static final Option<String> OSD_POOL_DEFAULT_PG_AUTOSCALE_MODE =
            add("osd_pool_default_pg_autoscale_mode", OptionType.oneOf("off", "warn", "on"), "on", "off, warn or on");
    public static final Option<Long> OSD_CRUSH_CHOOSELEAF_TYPE =
            integer("osd_crush_chooseleaf_type", 1, 0, 255, "failure domain of the first rule; 0: osd, 1: host");
    public static final Option<Boolean> OSD_CRUSH_UPDATE_ON_START =
            bool("osd_crush_update_on_start", true, "a booting OSD places itself in the CRUSH tree");
    public static final Option<Double> OSD_CRUSH_INITIAL_WEIGHT =
            floating("osd_crush_initial_weight", -1, -1.0, "weight of a new OSD; negative: its size in TiB");

    // ---- OSD
    public static final Option<String> OSD_DATA = str("osd_data", "/var/lib/ceph/osd/$cluster-$id", "OSD's directory");
    /** Ceph's default is {@code bluestore}, which we do not have. */
    public static final Option<String> OSD_OBJECTSTORE =
            str("osd_objectstore", "memstore", "store type, as named by its provider");

    public static final Option<Long> MEMSTORE_DEVICE_BYTES =
            size("memstore_device_bytes", 1L << 30, "size a memory store reports");
    public static final Option<Duration> OSD_HEARTBEAT_INTERVAL = register(new Option<>(
            "osd_heartbeat_interval",
            OptionType.WHOLE_SECONDS,
            "6",
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            true,
            "pause between pings to a peer"));
    public static final Option<Duration> OSD_HEARTBEAT_GRACE =
            wholeSeconds("osd_heartbeat_grace", "20", "silence after which a peer is reported");
    public static final Option<Long> OSD_HEARTBEAT_MIN_PEERS =
            integer("osd_heartbeat_min_peers", 10, 0, 1 << 16, "minimum number of peers to ping");
    public static final Option<Long> OSD_HEARTBEAT_MIN_SIZE =
            size("osd_heartbeat_min_size", 2000, "minimum size of a ping, bytes");
    public static final Option<Boolean> OSD_HEARTBEAT_USE_MIN_DELAY_SOCKET =
            bool("osd_heartbeat_use_min_delay_socket", false, "mark ping sockets as low delay");
    public static final Option<Duration> OSD_MON_HEARTBEAT_INTERVAL = wholeSeconds(
            "osd_mon_heartbeat_interval", "30", "pause between pings to a monitor when there are no peers");
    public static final Option<Duration> OSD_BEACON_REPORT_INTERVAL =
            wholeSeconds("osd_beacon_report_interval", "300", "pause between beacons");
    public static final Option<Duration> OSD_MON_REPORT_INTERVAL =
            wholeSeconds("osd_mon_report_interval", "5", "pause between reports to the monitor");
    public static final Option<Duration> OSD_MON_SHUTDOWN_TIMEOUT =
            seconds("osd_mon_shutdown_timeout", "5", "time limit for the monitor to acknowledge a stop");
    public static final Option<Boolean> OSD_FAST_SHUTDOWN =
            bool("osd_fast_shutdown", true, "stop without unmounting the store");
    public static final Option<Boolean> OSD_FAST_FAIL_ON_CONNECTION_REFUSED =
            bool("osd_fast_fail_on_connection_refused", true, "a refused connection counts as a failure at once");
    public static final Option<Double> OSD_FAILSAFE_FULL_RATIO =
            floating("osd_failsafe_full_ratio", 0.97, 0.0, "used share of its store from which an OSD refuses writes");
    public static final Option<Long> OSD_OP_NUM_SHARDS =
            integer("osd_op_num_shards", 0, 0, 256, "op shards; 0: by device type");
    public static final Option<Long> OSD_OP_NUM_SHARDS_HDD =
            integer("osd_op_num_shards_hdd", 5, 1, 256, "op shards on rotating devices");
    public static final Option<Long> OSD_OP_NUM_SHARDS_SSD =
            integer("osd_op_num_shards_ssd", 8, 1, 256, "op shards on other devices");
    public static final Option<Long> OSD_OP_NUM_THREADS_PER_SHARD =
            integer("osd_op_num_threads_per_shard", 0, 0, 256, "accepted for compatibility: a shard has one thread");
    public static final Option<Long> OSD_CLIENT_MESSAGE_CAP =
            unsigned("osd_client_message_cap", 256, 0, Long.MAX_VALUE, "client messages in an OSD; 0: no limit");
    public static final Option<Long> OSD_CLIENT_MESSAGE_SIZE_CAP =
            size("osd_client_message_size_cap", 500L << 20, "client bytes in an OSD; 0: no limit");
    public static final Option<Long> OSD_MEMORY_TARGET =
            sized("osd_memory_target", 4L << 30, 896L << 20, Long.MAX_VALUE, "target memory usage");
    public static final Option<Long> OSD_MAP_CACHE_SIZE =
            integer("osd_map_cache_size", 50, 1, 1 << 20, "maps kept decoded");
    public static final Option<Long> OSD_MAP_MESSAGE_MAX =
            integer("osd_map_message_max", 40, 1, 1 << 16, "maps in one message");
    public static final Option<Long> OSD_MAP_MESSAGE_MAX_BYTES =
            size("osd_map_message_max_bytes", 10L << 20, "bytes of maps in one message");
    public static final Option<Long> OSD_MIN_PG_LOG_ENTRIES =
            unsigned("osd_min_pg_log_entries", 250, 1, 1 << 24, "fewest log entries of a PG");
    public static final Option<Long> OSD_MAX_PG_LOG_ENTRIES =
            unsigned("osd_max_pg_log_entries", 10000, 1, 1 << 24, "most log entries of a PG");
    public static final Option<Long> OSD_PG_LOG_DUPS_TRACKED =
            unsigned("osd_pg_log_dups_tracked", 3000, 0, 1 << 24, "request ids remembered beyond the log");
    public static final Option<Long> OSD_RECOVERY_MAX_ACTIVE =
            unsigned("osd_recovery_max_active", 0, 0, 1 << 16, "objects recovered at once; 0: by device type");
    public static final Option<Long> OSD_RECOVERY_MAX_ACTIVE_HDD =
            unsigned("osd_recovery_max_active_hdd", 3, 0, 1 << 16, "the same on rotating devices");
    public static final Option<Long> OSD_RECOVERY_MAX_ACTIVE_SSD =
            unsigned("osd_recovery_max_active_ssd", 10, 0, 1 << 16, "the same on others");
    public static final Option<Long> OSD_RECOVERY_MAX_SINGLE_START =
            unsigned("osd_recovery_max_single_start", 1, 1, 1 << 16, "objects of one PG recovered at once");
    public static final Option<Long> OSD_ASYNC_RECOVERY_MIN_COST = unsigned(
            "osd_async_recovery_min_cost", 100, 0, 1 << 30, "writes behind to be recovered apart from serving");
    public static final Option<Duration> OSD_RECOVERY_SLEEP =
            seconds("osd_recovery_sleep", "0", "pause between objects recovered; 0: by device type");
    public static final Option<Duration> OSD_RECOVERY_SLEEP_HDD =
            seconds("osd_recovery_sleep_hdd", "0.1", "the same on rotating devices");
    public static final Option<Duration> OSD_RECOVERY_SLEEP_SSD =
            seconds("osd_recovery_sleep_ssd", "0", "the same on others");
    public static final Option<Long> OSD_TARGET_PG_LOG_ENTRIES_PER_OSD =
            unsigned("osd_target_pg_log_entries_per_osd", 300000, 1, 1 << 30, "log entries of an OSD's PGs together");
    public static final Option<Long> OSD_RECOVERY_OP_PRIORITY =
            unsigned("osd_recovery_op_priority", 3, 0, 1 << 16, "priority of recovery operations");
    public static final Option<Long> OSD_RECOVERY_PRIORITY =
            unsigned("osd_recovery_priority", 5, 0, 1 << 16, "priority of recovery in the queue");
    public static final Option<Long> OSD_RECOVERY_MAX_CHUNK =
            size("osd_recovery_max_chunk", 8L << 20, "bytes of one recovery push");
    public static final Option<Long> OSD_MAX_BACKFILLS =
            unsigned("osd_max_backfills", 1, 1, 1 << 16, "backfills to or from an OSD at once");
    public static final Option<Duration> OSD_CLIENT_WATCH_TIMEOUT =
            wholeSeconds("osd_client_watch_timeout", "30", "silence after which a watch ends");
    public static final Option<String> OSD_CLASS_DIR =
            str("osd_class_dir", "/usr/lib/ceph/rados-classes", "directory of object classes");

    /** The one option of Ceph that looks like a slip. */
    private static final String PUBLIC_ADDRV = "public_addrv";

    private Options() {}

    /** The option with that normalized name, or null. */
    public static @Nullable Option<?> find(String name) {
        return TABLE.get(name);
    }

    /**
     * The option whose name differs from {@code name} in its dashes, or by one letter too many,
     * missing, wrong or swapped; or null.
     */
    static @Nullable Option<?> misspelt(String name) {
        // Each subsystem of Ceph has a debug level.
        if (name.equals(PUBLIC_ADDRV) || name.startsWith("debug_")) {
            return null;
        }
        Option<?> withDashes = find(name.replace('-', '_'));
        if (withDashes != null) {
            return withDashes;
        }
        for (Option<?> option : TABLE.values()) {
            if (isOneSlip(option.name(), name)) {
                return option;
            }
        }
        return null;
    }

    private static boolean isOneSlip(String right, String wrong) {
        int from = 0;
        int shorter = Math.min(right.length(), wrong.length());
        while (from < shorter && right.charAt(from) == wrong.charAt(from)) {
            from++;
        }
        int rightEnd = right.length();
        int wrongEnd = wrong.length();
        while (rightEnd > from && wrongEnd > from && right.charAt(rightEnd - 1) == wrong.charAt(wrongEnd - 1)) {
            rightEnd--;
            wrongEnd--;
        }
        int r = rightEnd - from;
        int w = wrongEnd - from;
        boolean swapped = r == 2
                && w == 2
                && right.charAt(from) == wrong.charAt(from + 1)
                && right.charAt(from + 1) == wrong.charAt(from);
        return swapped || r + w > 0 && r <= 1 && w <= 1;
    }

    /** All options, in the order of the table. */
    public static Collection<Option<?>> all() {
        return Collections.unmodifiableCollection(TABLE.values());
    }

    private static <T> Option<T> register(Option<T> option) {
        if (TABLE.put(option.name(), option) != null) {
            throw new AssertionError("duplicate option: " + option);
        }
        return option;
    }

    private static <T> Option<T> add(String name, OptionType<T> type, String defaultText, String description) {
        return register(new Option<>(name, type, defaultText, null, null, false, description));
    }

    private static Option<String> str(String name, String defaultText, String description) {
        return add(name, OptionType.STR, defaultText, description);
    }

    private static Option<Boolean> bool(String name, boolean defaultValue, String description) {
        return register(
                new Option<>(name, OptionType.BOOL, String.valueOf(defaultValue), null, null, true, description));
    }

    private static Option<Integer> debug(String name, String defaultText, String description) {
        return register(new Option<>(name, OptionType.LOG_LEVEL, defaultText, null, null, true, description));
    }

    private static Option<Long> integer(String name, long defaultValue, long min, long max, String description) {
        return number(name, OptionType.INT, defaultValue, min, max, description);
    }

    private static Option<Long> unsigned(String name, long defaultValue, long min, long max, String description) {
        return number(name, OptionType.UINT, defaultValue, min, max, description);
    }

    private static Option<Long> size(String name, long defaultValue, String description) {
        return number(name, OptionType.SIZE, defaultValue, 0, Long.MAX_VALUE, description);
    }

    private static Option<Long> sized(String name, long defaultValue, long min, long max, String description) {
        return number(name, OptionType.SIZE, defaultValue, min, max, description);
    }

    private static Option<Long> number(
            String name, OptionType<Long> type, long defaultValue, long min, long max, String description) {
        return register(new Option<>(name, type, String.valueOf(defaultValue), min, max, true, description));
    }

    private static Option<Double> floating(String name, double defaultValue, double min, String description) {
        return register(
                new Option<>(name, OptionType.FLOAT, String.valueOf(defaultValue), min, null, true, description));
    }

    /** Whole seconds, an integer in Ceph. */
    private static Option<Duration> wholeSeconds(String name, String defaultText, String description) {
        return duration(name, OptionType.WHOLE_SECONDS, defaultText, description);
    }

    /** Seconds with a fraction, a float in Ceph. */
    private static Option<Duration> seconds(String name, String defaultText, String description) {
        return duration(name, OptionType.SECONDS, defaultText, description);
    }

    /** Seconds, or a span with units. */
    private static Option<Duration> timespan(String name, String defaultText, String description) {
        return duration(name, OptionType.SECS, defaultText, description);
    }

    private static Option<Duration> duration(
            String name, OptionType<Duration> type, String defaultText, String description) {
        return register(new Option<>(name, type, defaultText, Duration.ZERO, null, true, description));
    }
}
