// SPDX-License-Identifier: Apache-2.0
/**
 * Messenger stress: many messengers under every pair of policies connect, send, mark down and restart at random while
 * their sockets fail, and {@link org.inkwire.workload.messenger.DeliveryChecker} checks what was lost, duplicated or
 * reordered. May import {@code wire}, {@code messenger} and {@code msgr-sim}.
 */
@NullMarked
package org.inkwire.workload.messenger;

import org.jspecify.annotations.NullMarked;
