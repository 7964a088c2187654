// SPDX-License-Identifier: Apache-2.0
/** Messages that any two of them may exchange: clients, monitors, OSDs; and what messages have in common. May import {@code wire}, {@code cluster.osd} and, for PG ids and interval sets, {@code cluster.map}. Ceph: {@code src/messages}. */
@NullMarked
package org.inkwire.cluster.message.common;

import org.jspecify.annotations.NullMarked;
