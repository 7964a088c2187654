// SPDX-License-Identifier: Apache-2.0
/**
 * The message base class, its wire header and the registry that turns bytes into messages. May
 * import {@code wire} and its entity and feature packages. Ceph: {@code src/msg/Message.h}.
 */
@NullMarked
package org.inkwire.wire.message;

import org.jspecify.annotations.NullMarked;
