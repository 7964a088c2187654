// SPDX-License-Identifier: Apache-2.0
/**
 * The phases up to READY: {@code BannerExchange}, then {@code ClientHandshake} or {@code ServerHandshake};
 * {@code ConnectionReplacer}, which applies the {@code RaceRules}, when an older connection to the peer exists. Small
 * interfaces declared here name what they need from the protocol. May import {@code async.session} and all below it.
 * Ceph: the client half and the server half of {@code ProtocolV2}.
 */
@NullMarked
package org.inkwire.msgr.async.handshake;

import org.jspecify.annotations.NullMarked;
