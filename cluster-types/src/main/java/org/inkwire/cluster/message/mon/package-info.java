// SPDX-License-Identifier: Apache-2.0
/**
 * Messages between a monitor and its clients, daemons included: authentication, subscriptions, commands, pool
 * operations, the cluster log; and what clients and the manager say to each other. May also import {@code message.common}. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message.mon;

import org.jspecify.annotations.NullMarked;
