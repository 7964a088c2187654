// SPDX-License-Identifier: Apache-2.0
/**
 * Messages that only reference OSDs exchange, in the private type range 0x6f00 …: replication and peering. A real Ceph
 * daemon never sees one, because a reference OSD talks to no other OSDs. Imports {@code wire}, {@code cluster} ids
 * and what {@code store} can encode.
 */
@NullMarked
package org.inkwire.osd.message;

import org.jspecify.annotations.NullMarked;
