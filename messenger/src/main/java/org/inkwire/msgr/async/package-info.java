// SPDX-License-Identifier: Apache-2.0
/**
 * The messenger itself, behind {@code Messenger.create}: {@code AsyncMessenger} with its {@code Processor}, which
 * listens and accepts, and its {@code ConnectionTable}; {@code AsyncConnection} and its {@code ProtocolV2}, which
 * drives the phases. May import every other package of this module. Ceph: {@code src/msg/async}.
 *
 * <p>The packages below, each of which imports only those further down: {@code async.handshake}, {@code async.session},
 * {@code async.link}, {@code async.dispatch}, {@code async.trace}.
 */
@NullMarked
package org.inkwire.msgr.async;

import org.jspecify.annotations.NullMarked;
