// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.Set;
import org.inkwire.wire.entity.EntityType;

/**
 * The options that no code reads. All others of {@link Options} are effective; a test looks for their readers, and for
 * the absence of readers of these. Making one effective means deleting its line here.
 */
final class OptionEffects {
    private static final Set<String> WITHOUT = Set.of(
            // where daemons and tools keep files
            "admin_socket",
            "run_dir",
            "pid_file",
            "host",
            // several monitors, and their addresses
            "mon_initial_members",
            "public_bind_addr",
            // messenger: the first three are for msgr1
            "ms_bind_msgr1",
            "ms_crc_data",
            "ms_crc_header",
            // monitor
            "mon_client_bytes",
            "mon_daemon_bytes",
            "mon_osd_adjust_heartbeat_grace",
            "mon_osd_adjust_down_out_interval",
            "mon_osd_laggy_halflife",
            "paxos_propose_interval",
            "paxos_min_wait",
            // OSD
            "osd_heartbeat_use_min_delay_socket",
            "osd_mon_heartbeat_interval",
            "osd_fast_shutdown",
            "osd_op_num_threads_per_shard",
            "osd_memory_target",
            "osd_recovery_op_priority",
            "osd_recovery_priority",
            "osd_client_watch_timeout",
            "osd_class_dir");

    private static final Set<String> CEPHX_ONLY = Set.of(
            "keyring",
            "key",
            "keyfile",
            "auth_allow_insecure_global_id_reclaim",
            "mon_warn_on_insecure_global_id_reclaim",
            "mon_warn_on_insecure_global_id_reclaim_allowed",
            "cephx_require_version",
            "cephx_cluster_require_version",
            "cephx_service_require_version",
            "cephx_sign_messages");

    private OptionEffects() {}

    /** Those that a client of Ceph reads, too; the others of a shared file are no client's business. */
    private static final Set<String> CLIENTS_TOO = Set.of("ms_crc_data", "ms_crc_header");

    static boolean concerns(String name, EntityType type) {
        return type != EntityType.CLIENT || CLIENTS_TOO.contains(name);
    }

    static Effect of(String name) {
        return WITHOUT.contains(name)
                ? Effect.WITHOUT
                : CEPHX_ONLY.contains(name) ? Effect.CEPHX_ONLY : Effect.EFFECTIVE;
    }
}
