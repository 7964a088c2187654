// SPDX-License-Identifier: Apache-2.0
/**
 * Messages that any two of clients, monitors and OSDs may exchange, and code that messages share. May import
 * {@code wire}, {@code cluster.osd} and, for PG ids and interval sets, {@code cluster.map}. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message.common;

import org.jspecify.annotations.NullMarked;
