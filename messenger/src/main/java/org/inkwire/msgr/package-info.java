// SPDX-License-Identifier: Apache-2.0
/**
 * The messenger as its users see it: {@code Messenger}, {@code Connection}, {@code Dispatcher}, {@code Policy}.
 * Interfaces and values; may import {@code msgr.dump}, {@code msgr.fault}, {@code msgr.auth}, {@code msgr.event} and {@code
 * msgr.frame}. Who wants a messenger begins at {@code Messenger.create}. Ceph: {@code src/msg}.
 */
@NullMarked
package org.inkwire.msgr;

import org.jspecify.annotations.NullMarked;
