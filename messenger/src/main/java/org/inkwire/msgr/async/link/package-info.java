// SPDX-License-Identifier: Apache-2.0
/**
 * One TCP connection: {@code Link} encodes and decodes frames, {@code LinkGate} stops frames on request,
 * {@code BodyWatch} faults a stalled frame. A link refers to its protocol as {@code LinkOwner}. May import
 * {@code msgr}, {@code msgr.auth}, {@code msgr.frame}, {@code msgr.event}, {@code msgr.dump} and {@code msgr.fault}.
 * Ceph: {@code FrameAssembler} and the socket half of {@code AsyncConnection}.
 */
@NullMarked
package org.inkwire.msgr.async.link;

import org.jspecify.annotations.NullMarked;
