// SPDX-License-Identifier: Apache-2.0
/**
 * Puts frames on the wire and takes them off it: receive and gather memory, the frame reader and writer, and below them
 * {@link org.inkwire.msgr.onwire.OnWire}, the connection mode that lays out, protects and checks the bytes. The {@code
 * frame} package defines the content of frames. Imports only {@code frame} and {@code wire} of Inkwire. Ceph: {@code
 * FrameAssembler} in {@code src/msg/async/frames_v2.h}, {@code crypto_onwire.h}, {@code compression_onwire.h}.
 */
@NullMarked
package org.inkwire.msgr.onwire;

import org.jspecify.annotations.NullMarked;
