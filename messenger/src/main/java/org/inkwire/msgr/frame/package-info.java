// SPDX-License-Identifier: Apache-2.0
/**
 * msgr2.1 frames: preamble, one record per control frame, assembling and taking apart.
 * Ceph: {@code src/msg/async/frames_v2.h}.
 */
@NullMarked
package org.inkwire.msgr.frame;

import org.jspecify.annotations.NullMarked;
