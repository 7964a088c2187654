// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.buffer.ByteBufAllocator;

/**
 * Options of a TCP socket, set when it is opened. Immutable.
 *
 * @param tcpNodelay {@code ms_tcp_nodelay}
 * @param receiveBufferBytes {@code ms_tcp_rcvbuf}; 0 leaves the system's default
 * @param backlog {@code ms_tcp_listen_backlog}, for listening sockets
 */
public record SocketOptions(boolean tcpNodelay, int receiveBufferBytes, int backlog, ByteBufAllocator allocator) {}
