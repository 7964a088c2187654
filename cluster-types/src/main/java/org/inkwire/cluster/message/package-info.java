// SPDX-License-Identifier: Apache-2.0
/**
 * RADOS messages, one class each, named as in Ceph, encoder next to decoder, layouts as 16.2.15 sends them (protocol:
 * mon, osd, messages). The subpackages are divided by sender and receiver;
 * {@link org.inkwire.cluster.message.ClusterMessages} fills the registry from all of them. Maps inside messages stay
 * encoded bytes. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message;

import org.jspecify.annotations.NullMarked;
