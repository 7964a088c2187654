// SPDX-License-Identifier: Apache-2.0
/**
 * Structure of a command: its signature in the table, a call with typed arguments and the pending change, its reply.
 * The commands themselves are in subpackages, one for each family of the {@code ceph} tool. Imports {@code mon.format}
 * and, for refusals, {@code mon.map}. Ceph: {@code MonCommands.h}, {@code cmdparse}.
 */
@NullMarked
package org.inkwire.mon.command;

import org.jspecify.annotations.NullMarked;
