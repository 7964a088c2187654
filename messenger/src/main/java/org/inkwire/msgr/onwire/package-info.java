// SPDX-License-Identifier: Apache-2.0
/**
 * What turns frame bytes into wire bytes: crc32c or AES-GCM. Imports {@code wire} only. Ceph: {@code
 * src/msg/async/crypto_onwire.h}.
 */
@NullMarked
package org.inkwire.msgr.onwire;

import org.jspecify.annotations.NullMarked;
