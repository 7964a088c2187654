// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.bench.rados.run.Kind;
import org.inkwire.bench.rados.run.Standing;
import org.inkwire.bench.rados.run.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A run's result.
 *
 * @param first the first load of this command on each cluster
 * @param fresh runs of new processes
 * @param notes what its reader must know, in order
 */
public record Outcome(
        List<Standing> standings,
        List<Standing> first,
        List<Standing> fresh,
        List<String> notes,
        String machine,
        String how) {
    List<Shape> shapes() {
        return standings.stream().map(Standing::shape).distinct().toList();
    }

    List<Standing> of(Shape shape) {
        return standings.stream().filter(s -> s.shape().equals(shape)).toList();
    }

    List<String> clusters() {
        return standings.stream().map(Standing::cluster).distinct().toList();
    }

    static @Nullable Standing find(List<Standing> among, String cluster, Kind kind, Shape shape) {
        return among.stream()
                .filter(s -> s.cluster().equals(cluster)
                        && s.kind() == kind
                        && s.shape().equals(shape))
                .findFirst()
                .orElse(null);
    }

    /** The median of a figure as a share of another client's on the same cluster; NaN if either has none. */
    static double share(List<Standing> among, Standing s, Kind other, ToDoubleFunction<Turn> figure) {
        Standing against = find(among, s.cluster(), other, s.shape());
        return against == null ? Double.NaN : s.median(figure) / against.median(figure);
    }

    /** The median of a figure as a share of the same client's on another cluster; NaN if either has none. */
    static double share(List<Standing> among, Standing s, String other, ToDoubleFunction<Turn> figure) {
        Standing against = find(among, other, s.kind(), s.shape());
        return against == null ? Double.NaN : s.median(figure) / against.median(figure);
    }
}
