// SPDX-License-Identifier: Apache-2.0
/**
 * The monitor: assembles its parts, starts and stops them, and receives messages and commands. All state is confined to
 * one {@code EventCenter}. Imports {@code msgr}, {@code cluster} and every package below, whose order is: {@code
 * command.*} | {@code command}, {@code show} | {@code map} | {@code service} | {@code session} | {@code store}, {@code
 * format}; each imports only packages further right. Ceph: {@code src/mon}, {@code Monitor}.
 */
@NullMarked
package org.inkwire.mon;

import org.jspecify.annotations.NullMarked;
