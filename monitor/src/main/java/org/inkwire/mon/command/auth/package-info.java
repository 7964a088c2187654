// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph auth …}. Imports {@code mon.command}. Ceph: {@code AuthMonitor}.
 */
@NullMarked
package org.inkwire.mon.command.auth;

import org.jspecify.annotations.NullMarked;
