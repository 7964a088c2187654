// SPDX-License-Identifier: Apache-2.0
/**
 * Every daemon's {@code tell} commands about its messengers. May import {@code msgr} and {@code msgr.dump}; no other
 * package of the messenger imports it. Ceph: the admin commands of {@code src/msg/Messenger.cc}.
 */
@NullMarked
package org.inkwire.msgr.tell;

import org.jspecify.annotations.NullMarked;
