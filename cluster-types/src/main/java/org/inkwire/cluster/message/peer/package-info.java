// SPDX-License-Identifier: Apache-2.0
/**
 * Messages between OSDs that Ceph also has. The replication messages of the reference cluster are in the OSDs' own
 * module. May also import {@code message.common}. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message.peer;

import org.jspecify.annotations.NullMarked;
