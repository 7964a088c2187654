// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.Policy;
import org.inkwire.wire.feature.Feature;

/** The features a session requires. Stateless. */
final class RequiredFeatures {
    /** No session works without the new address encoding. */
    private static final long ALWAYS = Feature.MSG_ADDR2.mask();

    private RequiredFeatures() {}

    static long of(Policy policy) {
        return policy.featuresRequired() | ALWAYS;
    }

    /** The required features that a peer supporting {@code supported} lacks; 0 if none. */
    static long missing(Policy policy, long supported) {
        return of(policy) & ~supported;
    }
}
