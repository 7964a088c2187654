// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD's PGs on their threads: which shard has which PG ({@link org.inkwire.osd.shard.OsdShards}), the environment
 * of one thread's PGs, client requests on their sessions, sessions with other OSDs. Imports {@code pg}, {@code map},
 * {@code op}, {@code message} and {@code context}. Ceph: {@code OSDShard}, {@code OSDService}.
 */
@NullMarked
package org.inkwire.osd.shard;

import org.jspecify.annotations.NullMarked;
