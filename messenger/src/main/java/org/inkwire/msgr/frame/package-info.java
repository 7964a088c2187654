// SPDX-License-Identifier: Apache-2.0
/**
 * The content of msgr2.1 frames: banner, tags, preamble, one record per control frame, and the MESSAGE frame, encode
 * next to decode. The {@code onwire} package lays out the bytes on the wire. May import {@code wire} only. Ceph:
 * {@code src/msg/async/frames_v2.h}.
 */
@NullMarked
package org.inkwire.msgr.frame;

import org.jspecify.annotations.NullMarked;
