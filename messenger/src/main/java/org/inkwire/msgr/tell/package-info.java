// SPDX-License-Identifier: Apache-2.0
/**
 * What every daemon answers about its messengers when it is told to. May import {@code msgr} and {@code msgr.dump}; nothing of
 * the messenger imports it. Ceph: the admin commands of {@code src/msg/Messenger.cc}.
 */
@NullMarked
package org.inkwire.msgr.tell;

import org.jspecify.annotations.NullMarked;
