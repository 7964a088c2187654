// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.space;

import org.inkwire.cluster.map.OSDMap;

/**
 * From which used share of its store on an OSD is in a {@link FullState}. A ratio below one that must not exceed it
 * counts as equal to it. Immutable. Ceph: {@code OSDService::recalc_full_state}.
 */
record FullRatios(double nearfull, double backfillfull, double full, double failsafe) {
    /** Before the first map. */
    static final FullRatios UNKNOWN = new FullRatios(1, 1, 1, 1);

    /** @param failsafe {@code osd_failsafe_full_ratio} */
    static FullRatios of(OSDMap map, double failsafe) {
        if (map.fullRatio() <= 0) {
            return UNKNOWN;
        }
        double nearfull = map.nearfullRatio();
        double backfillfull = Math.max(nearfull, map.backfillfullRatio());
        double full = Math.max(backfillfull, map.fullRatio());
        return new FullRatios(nearfull, backfillfull, full, Math.max(full, failsafe));
    }

    FullState stateAt(double used) {
        if (used >= failsafe) {
            return FullState.FAILSAFE;
        }
        if (used >= full) {
            return FullState.FULL;
        }
        if (used >= backfillfull) {
            return FullState.BACKFILLFULL;
        }
        return used >= nearfull ? FullState.NEARFULL : FullState.NONE;
    }

    /** The used share at which the state after {@link #stateAt} begins; 1 if there is none. */
    double nextAfter(double used) {
        for (double ratio : new double[] {nearfull, backfillfull, full, failsafe}) {
            if (used < ratio) {
                return ratio;
            }
        }
        return 1;
    }
}
