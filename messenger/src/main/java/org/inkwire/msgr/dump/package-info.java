// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots of a messenger: {@code MessengerDump} and its parts, and {@code DumpTree}, which renders them with Ceph's
 * names. Values only; may import {@code msgr.event}, for its counters. Ceph: {@code Messenger::dump}, {@code perf
 * dump}.
 */
@NullMarked
package org.inkwire.msgr.dump;

import org.jspecify.annotations.NullMarked;
