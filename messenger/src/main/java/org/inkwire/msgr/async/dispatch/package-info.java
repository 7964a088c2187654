// SPDX-License-Identifier: Apache-2.0
/**
 * The path from a connection to the dispatchers: {@code DispatchPort}, {@code DispatchQueue}, and
 * {@code PriorityLanes}, which the sending side uses too. May import {@code msgr}, {@code msgr.fault},
 * {@code msgr.event} and {@code async.trace}. Ceph: {@code src/msg/DispatchQueue.h}.
 */
@NullMarked
package org.inkwire.msgr.async.dispatch;

import org.jspecify.annotations.NullMarked;
