// SPDX-License-Identifier: Apache-2.0
/** Messages between a monitor and anybody who has a session with it: authentication, subscriptions, commands, pool operations, the cluster log. May import {@code message.common} besides. Ceph: {@code src/messages}. */
@NullMarked
package org.inkwire.cluster.message.mon;

import org.jspecify.annotations.NullMarked;
