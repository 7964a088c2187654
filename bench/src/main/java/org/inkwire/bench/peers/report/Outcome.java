// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inkwire.bench.peers.run.Contestant;
import org.inkwire.bench.peers.run.Shape;
import org.inkwire.bench.peers.run.Standing;
import org.inkwire.bench.peers.run.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A contest's result.
 *
 * @param notes what its reader must know, in order
 */
public record Outcome(List<Standing> standings, List<String> notes, String machine, String how) {
    List<Contestant> contestants() {
        Set<Contestant> seen = new LinkedHashSet<>();
        standings.forEach(s -> seen.add(s.contestant()));
        return List.copyOf(seen);
    }

    List<Shape> shapes() {
        Set<Shape> seen = new LinkedHashSet<>();
        standings.forEach(s -> seen.add(s.shape()));
        return List.copyOf(seen);
    }

    @Nullable
    Standing of(Contestant contestant, Shape shape) {
        return of(contestant.name(), shape);
    }

    @Nullable
    Standing of(String contestant, Shape shape) {
        for (Standing s : standings) {
            if (s.contestant().name().equals(contestant) && s.shape().equals(shape)) {
                return s;
            }
        }
        return null;
    }

    /** Rate as a share of another contestant's; NaN if that took no part. */
    double share(Standing standing, String other) {
        Standing against = of(other, standing.shape());
        return against == null ? Double.NaN : standing.median(Turn::rate) / against.median(Turn::rate);
    }
}
