// SPDX-License-Identifier: Apache-2.0
/**
 * RADOS messages, one class each, named as in Ceph, encoder next to decoder, layouts as 16.2.15 sends them (protocol: mon,
 * osd, messages). {@link org.inkwire.cluster.message.ClusterMessages} fills the registry. Maps inside messages stay
 * encoded bytes. May import {@code wire}, {@code cluster.osd} and, for PG ids only, {@code cluster.map}. Ceph: {@code
 * src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message;

import org.jspecify.annotations.NullMarked;
