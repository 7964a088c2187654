// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph pg …}. Imports {@code mon.command}, {@code mon.show}, {@code mon.map}. Ceph: {@code MgrCommands.h},
 * {@code PGMap}.
 */
@NullMarked
package org.inkwire.mon.command.pg;

import org.jspecify.annotations.NullMarked;
