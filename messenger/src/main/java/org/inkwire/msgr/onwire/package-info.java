// SPDX-License-Identifier: Apache-2.0
/**
 * How frames get on the wire and off it: receive and gather memory, the frame reader and writer, and below them
 * {@link org.inkwire.msgr.onwire.OnWire}, the connection mode that lays out, protects and checks the bytes. What a frame
 * says is {@code frame}'s business. Imports {@code frame} and {@code wire}, nothing else of ours.
 * Ceph: {@code FrameAssembler} in {@code src/msg/async/frames_v2.h}, {@code crypto_onwire.h}, {@code compression_onwire.h}.
 */
@NullMarked
package org.inkwire.msgr.onwire;

import org.jspecify.annotations.NullMarked;
