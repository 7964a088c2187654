// SPDX-License-Identifier: Apache-2.0
/**
 * What the monitor keeps in addition to the OSDMap: the monmap, the mgrmap, the config database, users' keys and values, the
 * auth database, the cluster log. Imports {@code mon.session}, {@code mon.store} and {@code mon.format}. Ceph: {@code MonmapMonitor},
 * {@code MgrMonitor}, {@code ConfigMonitor}, {@code ConfigKeyService}, {@code LogMonitor}.
 */
@NullMarked
package org.inkwire.mon.service;

import org.jspecify.annotations.NullMarked;
