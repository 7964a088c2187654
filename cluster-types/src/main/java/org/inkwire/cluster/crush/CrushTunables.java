// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

/**
 * How often and in what way the mapper retries (protocol: osdmap-crush section 4). Immutable.
 *
 * @param chooseLocalTries collisions retried in the same bucket
 * @param chooseLocalFallbackTries the same, by permutation
 * @param chooseTotalTries retries (not tries) of a whole descent
 * @param chooseleafDescendOnce 1: the recursion to a leaf tries once per descent
 * @param chooseleafVaryR 0: off; n: the leaf's r is the parent's shifted right by n - 1
 * @param strawCalcVersion how straw lengths are computed, 0 or 1
 * @param allowedBucketAlgs bit mask of {@link BucketAlg} codes
 * @param chooseleafStable 1: the leaf's r does not depend on the position
 */
public record CrushTunables(
        int chooseLocalTries,
        int chooseLocalFallbackTries,
        int chooseTotalTries,
        int chooseleafDescendOnce,
        int chooseleafVaryR,
        int strawCalcVersion,
        int allowedBucketAlgs,
        int chooseleafStable) {
    private static final int LEGACY_ALLOWED_ALGS = 1 << 1 | 1 << 2 | 1 << 4;
    private static final int HAMMER_ALLOWED_ALGS = LEGACY_ALLOWED_ALGS | 1 << 5;

    /** Profile {@code argonaut}: implied by a map without tunables. */
    public static final CrushTunables LEGACY = new CrushTunables(2, 5, 19, 0, 0, 0, LEGACY_ALLOWED_ALGS, 0);

    /** Profile {@code bobtail}. */
    public static final CrushTunables BOBTAIL = new CrushTunables(0, 0, 50, 1, 0, 0, LEGACY_ALLOWED_ALGS, 0);

    /** Profile {@code firefly}. */
    public static final CrushTunables FIREFLY = new CrushTunables(0, 0, 50, 1, 1, 0, LEGACY_ALLOWED_ALGS, 0);

    /** Profile {@code hammer}. */
    public static final CrushTunables HAMMER = new CrushTunables(0, 0, 50, 1, 1, 0, HAMMER_ALLOWED_ALGS, 0);

    /** Profile {@code jewel}, also called {@code optimal} and {@code default}: what new clusters get. */
    public static final CrushTunables JEWEL = new CrushTunables(0, 0, 50, 1, 1, 1, HAMMER_ALLOWED_ALGS, 1);
}
