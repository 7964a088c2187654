// SPDX-License-Identifier: Apache-2.0
/** Messages between OSDs that the protocol has in common with Ceph. Replication of the reference cluster has messages of its own, in its module. May import {@code message.common} besides. Ceph: {@code src/messages}. */
@NullMarked
package org.inkwire.cluster.message.peer;

import org.jspecify.annotations.NullMarked;
