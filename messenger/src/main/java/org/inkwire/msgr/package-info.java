// SPDX-License-Identifier: Apache-2.0
/**
 * The messenger as its users see it: {@code Messenger}, {@code Connection}, {@code Dispatcher}, {@code Policy}.
 * Interfaces and values; may import {@code msgr.auth} and {@code msgr.event}. Ceph: {@code src/msg}.
 */
@NullMarked
package org.inkwire.msgr;

import org.jspecify.annotations.NullMarked;
