// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.List;

/** Names of Ceph's releases by the number maps carry. Ceph: {@code src/common/ceph_releases.h}. Stateless. */
public final class ReleaseName {
    private static final String[] NAMES = {
        "unknown",
        "argonaut",
        "bobtail",
        "cuttlefish",
        "dumpling",
        "emperor",
        "firefly",
        "giant",
        "hammer",
        "infernalis",
        "jewel",
        "kraken",
        "luminous",
        "mimic",
        "nautilus",
        "octopus",
        "pacific",
        "quincy",
        "reef",
        "squid",
        "tentacle"
    };

    private ReleaseName() {}

    /** The release's name; {@code unknown} for a number that is not in the table. */
    public static String of(int release) {
        return release >= 0 && release < NAMES.length ? NAMES[release] : NAMES[0];
    }

    /** @return −1 if there is none of that name */
    public static int numberOf(String name) {
        return List.of(NAMES).indexOf(name);
    }
}
