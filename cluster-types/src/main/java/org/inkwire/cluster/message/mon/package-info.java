// SPDX-License-Identifier: Apache-2.0
/**
 * Messages between a monitor and its clients, daemons included: authentication, subscriptions, commands, pool
 * operations, the cluster log; and commands to the manager. May also import {@code message.common}. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message.mon;

import org.jspecify.annotations.NullMarked;
