// SPDX-License-Identifier: Apache-2.0
/**
 * The client for applications: {@code RadosClient}, {@code IoCtx}, compound operations. Speaks {@code byte[]} and {@code
 * ByteBuffer}: no Netty type, no message type is visible. May import everything below it. Ceph: {@code
 * src/include/rados/librados.hpp}.
 */
@NullMarked
package org.inkwire.objecter.rados;

import org.jspecify.annotations.NullMarked;
