// SPDX-License-Identifier: Apache-2.0
/**
 * The state that outlives a TCP connection, and the messages sent over it: {@code Session} with its queues,
 * {@code SendPort}, where other threads put messages, {@code MessageExchange}, {@code Admission}; the
 * {@code StateMachine} and the {@code Peer}. May import {@code async.link}, {@code async.dispatch}, {@code async.trace}
 * and the packages below {@code async}. Ceph: the state and the queues of {@code ProtocolV2}.
 */
@NullMarked
package org.inkwire.msgr.async.session;

import org.jspecify.annotations.NullMarked;
