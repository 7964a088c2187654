// SPDX-License-Identifier: Apache-2.0
/**
 * The messenger as its users see it: {@code Messenger}, {@code Connection}, {@code Dispatcher}, {@code Policy}.
 * Interfaces and values; may import {@code msgr.auth}, {@code msgr.event} and {@code msgr.frame}. Ceph: {@code src/msg}.
 */
@NullMarked
package org.inkwire.msgr;

import org.jspecify.annotations.NullMarked;
