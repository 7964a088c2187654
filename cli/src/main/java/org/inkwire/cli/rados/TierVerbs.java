// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import org.inkwire.cli.Failure;
import org.inkwire.cluster.osd.Errno;

/**
 * The verbs of parts that neither this client nor our OSD has: cache tiers, manifests, watches, scrub reports. Each
 * fails as rados does on a cluster without the part.
 */
final class TierVerbs {
    private static final String REFUSED = ": " + Errno.describe(Errno.EOPNOTSUPP.code());

    private TierVerbs() {}

    /** What the verb fails with. */
    static Failure refusal(Session s, Verb verb) {
        String what = switch (verb) {
            case CACHE_FLUSH, CACHE_TRY_FLUSH, CACHE_EVICT -> "error from " + verb.word() + " " + s.operand(0);
            case SET_REDIRECT, SET_CHUNK, TIER_PROMOTE, UNSET_MANIFEST, TIER_FLUSH, TIER_EVICT ->
                "error " + verb.word() + " " + s.at(s.operand(0)) + " ";
            case WATCH -> "error calling watch";
            case NOTIFY -> "error calling notify";
            case MAPEXT -> "mapext error on " + s.at(s.operand(0));
            default -> "error " + verb.word();
        };
        return new Failure(what + REFUSED);
    }

    static Failure striperRefusal() {
        return new Failure("error: --striper needs object classes" + REFUSED);
    }
}
