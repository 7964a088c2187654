// SPDX-License-Identifier: Apache-2.0
/**
 * The way to READY: {@code BannerExchange}, then {@code ClientHandshake} or {@code ServerHandshake}; {@code ConnectionReplacer}
 * when an older connection to the peer exists, by the {@code RaceRules}. What they need of the protocol they ask for by small
 * interfaces declared here. May import {@code async.session} and all below it. Ceph: the client half and the server half of {@code
 * ProtocolV2}.
 */
@NullMarked
package org.inkwire.msgr.async.handshake;

import org.jspecify.annotations.NullMarked;
