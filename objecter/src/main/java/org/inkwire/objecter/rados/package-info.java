// SPDX-License-Identifier: Apache-2.0
/**
 * The client for applications: {@code RadosClient}, {@code IoCtx}, compound operations. The API uses {@code byte[]} and
 * {@code ByteBuffer} and exposes no Netty or message types. May import everything below it. Ceph: {@code
 * src/include/rados/librados.hpp}.
 */
@NullMarked
package org.inkwire.objecter.rados;

import org.jspecify.annotations.NullMarked;
