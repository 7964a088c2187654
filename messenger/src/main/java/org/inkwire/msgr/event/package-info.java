// SPDX-License-Identifier: Apache-2.0
/**
 * Threads of control and sockets: {@code NetworkStack}, {@code Worker}, {@code EventCenter}, the {@code EventDriver} SPI.
 * The only package that uses Netty channels. May import {@code msgr.state}, for observers of a stack's connections.
 * Ceph: {@code src/msg/async/Stack.h}, {@code Event.h}.
 */
@NullMarked
package org.inkwire.msgr.event;

import org.jspecify.annotations.NullMarked;
