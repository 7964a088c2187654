// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

/**
 * A policy as a dump shows it. Immutable. Ceph: {@code Policy::dump}.
 *
 * @param lossy a dropped TCP connection ends the session
 * @param server never dials
 * @param standby after a fault, with nothing to send, waits
 * @param resetcheck a peer that lost its session resets ours
 * @param registerLossyClients accepted lossy connections are found by address
 * @param featuresSupported offered to the peer
 * @param featuresRequired required of the peer
 */
public record PolicyDump(
        boolean lossy,
        boolean server,
        boolean standby,
        boolean resetcheck,
        boolean registerLossyClients,
        long featuresSupported,
        long featuresRequired) {}
