// SPDX-License-Identifier: Apache-2.0
/**
 * The messenger's public API: {@code Messenger}, {@code Connection}, {@code Dispatcher}, {@code Policy}.
 * Interfaces and values; may import {@code msgr.dump}, {@code msgr.fault}, {@code msgr.auth}, {@code msgr.event} and {@code
 * msgr.frame}. Start at {@code Messenger.create}. Ceph: {@code src/msg}.
 */
@NullMarked
package org.inkwire.msgr;

import org.jspecify.annotations.NullMarked;
