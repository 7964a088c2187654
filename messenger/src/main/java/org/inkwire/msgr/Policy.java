// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.msgr.dump.PolicyDump;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;

/**
 * The behaviour of sessions with one type of peer. Immutable. Ceph: {@code src/msg/Policy.h}, v16.2.15; protocol: msgr2
 * section 7.1.
 *
 * @param lossy a dropped TCP connection ends the session: no acks, no replay
 * @param server never dials; waits for the peer to come back
 * @param standby after a fault, with nothing to send, waits instead of dialling
 * @param resetcheck a peer that lost its session resets ours, and the dispatcher gets a remote reset
 * @param registerLossyClients accepted lossy connections can also be found by address
 * @param featuresSupported offered to the peer
 * @param featuresRequired a peer without these is refused
 * @param throttles taken by messages from such peers until their handlers release them; shared by all connections of
 *     this policy; null: only the dispatch throttle bounds them
 */
public record Policy(
        boolean lossy,
        boolean server,
        boolean standby,
        boolean resetcheck,
        boolean registerLossyClients,
        long featuresSupported,
        long featuresRequired,
        @Nullable PolicyThrottles throttles) {

    /** @throws IllegalArgumentException without MSG_ADDR2, which every session needs */
    public Policy {
        if (!Feature.MSG_ADDR2.in(featuresSupported)) {
            throw new IllegalArgumentException("features 0x" + Long.toHexString(featuresSupported) + " lack MSG_ADDR2");
        }
    }

    private static Policy of(boolean lossy, boolean server, boolean standby, boolean resetcheck, boolean register) {
        return new Policy(lossy, server, standby, resetcheck, register, Feature.PACIFIC_SUPPORTED, 0, null);
    }

    public static Policy statefulServer() {
        return of(false, true, true, true, true);
    }

    public static Policy statelessServer() {
        return of(true, true, false, false, false);
    }

    public static Policy statelessRegisteredServer() {
        return of(true, true, false, false, true);
    }

    public static Policy losslessPeer() {
        return of(false, false, true, false, true);
    }

    public static Policy losslessPeerReuse() {
        return of(false, false, true, true, true);
    }

    public static Policy lossyClient() {
        return of(true, false, false, false, true);
    }

    public static Policy losslessClient() {
        return of(false, false, false, true, true);
    }

    /** This policy without its throttles, which are dumped separately. */
    public PolicyDump dump() {
        return new PolicyDump(
                lossy, server, standby, resetcheck, registerLossyClients, featuresSupported, featuresRequired);
    }

    /** This policy, additionally requiring {@code features}. */
    public Policy requiring(long features) {
        return new Policy(
                lossy,
                server,
                standby,
                resetcheck,
                registerLossyClients,
                featuresSupported,
                featuresRequired | features,
                throttles);
    }

    /** This policy with the lossy flag from the server's SERVER_IDENT. */
    public Policy withLossy(boolean newLossy) {
        return new Policy(
                newLossy,
                server,
                standby,
                resetcheck,
                registerLossyClients,
                featuresSupported,
                featuresRequired,
                throttles);
    }

    /**
     * This policy, bounding the messages of its peers that our handlers hold. Ceph: {@code set_policy_throttlers}.
     *
     * @param bytes Ceph's {@code throttler_bytes}
     * @param messages Ceph's {@code throttler_messages}
     */
    public Policy throttledBy(Throttle bytes, Throttle messages) {
        return new Policy(
                lossy,
                server,
                standby,
                resetcheck,
                registerLossyClients,
                featuresSupported,
                featuresRequired,
                new PolicyThrottles(bytes, messages));
    }
}
