// SPDX-License-Identifier: Apache-2.0
/**
 * What a command is: its signature in the table, a call with typed arguments and the change it may add to, its reply. The
 * commands themselves are in packages below, one for each family of the {@code ceph} tool. Imports {@code mon.format} and, to
 * refuse, {@code mon.map}. Ceph: {@code MonCommands.h}, {@code cmdparse}.
 */
@NullMarked
package org.inkwire.mon.command;

import org.jspecify.annotations.NullMarked;
