// SPDX-License-Identifier: Apache-2.0
/**
 * The 64 feature bits of a session. Imports nothing of Inkwire. Ceph: {@code
 * src/include/ceph_features.h}.
 */
@NullMarked
package org.inkwire.wire.feature;

import org.jspecify.annotations.NullMarked;
