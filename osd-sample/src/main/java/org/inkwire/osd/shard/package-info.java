// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD's PGs on their threads: who has which ({@link org.inkwire.osd.shard.OsdShards}), what one thread's PGs see of the
 * world, client requests on their sessions, sessions with other OSDs. Imports {@code pg}, {@code map}, {@code op}, {@code
 * message} and {@code context}. Ceph: {@code OSDShard}, {@code OSDService}.
 */
@NullMarked
package org.inkwire.osd.shard;

import org.jspecify.annotations.NullMarked;
