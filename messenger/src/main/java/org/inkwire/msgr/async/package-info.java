// SPDX-License-Identifier: Apache-2.0
/**
 * The messenger itself: {@code AsyncMessenger}, {@code AsyncConnection}, the {@code ProtocolV2} state machine and its
 * phases. May import every other package of this module. Ceph: {@code src/msg/async}.
 */
@NullMarked
package org.inkwire.msgr.async;

import org.jspecify.annotations.NullMarked;
