// SPDX-License-Identifier: Apache-2.0
/**
 * One TCP connection and what stands at it: {@code Link} frames and unframes, {@code LinkGate} stops frames on request, {@code
 * BodyWatch} ends a frame that does not come. Whose it is it knows as {@code LinkOwner}. May import {@code msgr}, {@code msgr.auth},
 * {@code msgr.frame}, {@code msgr.event}, {@code msgr.dump} and {@code msgr.fault}. Ceph: {@code FrameAssembler} and the socket
 * half of {@code AsyncConnection}.
 */
@NullMarked
package org.inkwire.msgr.async.link;

import org.jspecify.annotations.NullMarked;
