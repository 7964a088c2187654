// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.util.Set;

/**
 * Options that the config database cannot hold: what a daemon needs in order to find the monitor, and what is read only
 * when a daemon or the cluster is created. Ceph: {@code Option::FLAG_NO_MON_UPDATE}; the list is that of a 16.2.15 monitor.
 */
public final class LocalOptions {
    private static final Set<String> NAMES = Set.of(
            "chdir",
            "client_use_faked_inos",
            "daemonize",
            "fsid",
            "fuse_debug",
            "host",
            "key",
            "keyfile",
            "keyring",
            "lockdep",
            "mds_data",
            "mempool_debug",
            "mgr_data",
            "mgr_initial_modules",
            "mon_cache_target_full_warn_ratio",
            "mon_data",
            "mon_host",
            "mon_host_override",
            "mon_initial_members",
            "mon_osd_backfillfull_ratio",
            "mon_osd_full_ratio",
            "mon_osd_initial_require_min_compat_client",
            "mon_osd_nearfull_ratio",
            "monmap",
            "no_config_file",
            "osd_data",
            "osd_journal",
            "rgw_data");

    private LocalOptions() {}

    public static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
