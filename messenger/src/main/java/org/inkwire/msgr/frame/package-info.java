// SPDX-License-Identifier: Apache-2.0
/**
 * What msgr2.1 frames say: banner, tags, preamble, one record per control frame, and the MESSAGE frame, encode next to
 * decode. Which bytes of this are on the wire is {@code onwire}'s business. May import {@code wire} only.
 * Ceph: {@code src/msg/async/frames_v2.h}.
 */
@NullMarked
package org.inkwire.msgr.frame;

import org.jspecify.annotations.NullMarked;
