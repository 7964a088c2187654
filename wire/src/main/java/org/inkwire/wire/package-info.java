// SPDX-License-Identifier: Apache-2.0
/**
 * Ceph's basic encodings: little-endian integers, length-prefixed strings and buffers, versioned
 * struct envelopes, crc32c. Imports nothing of Inkwire. Ceph: {@code src/include/encoding.h}.
 */
@NullMarked
package org.inkwire.wire;

import org.jspecify.annotations.NullMarked;
