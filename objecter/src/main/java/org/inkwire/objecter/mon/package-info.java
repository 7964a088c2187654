// SPDX-License-Identifier: Apache-2.0
/**
 * The session with a monitor that every client and daemon keeps: hunting, authentication, subscriptions, commands. May
 * import messenger, cluster types and {@code objecter.error}. Ceph: {@code src/mon/MonClient.h}, {@code MonSub.h}.
 */
@NullMarked
package org.inkwire.objecter.mon;

import org.jspecify.annotations.NullMarked;
