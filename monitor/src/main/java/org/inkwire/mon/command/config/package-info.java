// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph config …} and {@code ceph config-key …}. Imports {@code mon.command} and {@code mon.service}. Ceph:
 * {@code ConfigMonitor}, {@code ConfigKeyService}.
 */
@NullMarked
package org.inkwire.mon.command.config;

import org.jspecify.annotations.NullMarked;
