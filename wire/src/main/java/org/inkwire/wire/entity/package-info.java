// SPDX-License-Identifier: Apache-2.0
/**
 * Identifies entities: entity types and names, addresses and address vectors. May import
 * {@code wire} only. Ceph: {@code src/msg/msg_types.h}.
 */
@NullMarked
package org.inkwire.wire.entity;

import org.jspecify.annotations.NullMarked;
