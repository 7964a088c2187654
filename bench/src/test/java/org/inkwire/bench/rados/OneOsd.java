// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados;

import java.nio.file.Path;
import org.inkwire.osd.cluster.LocalCluster;

/** The cluster of this package's tests. */
public final class OneOsd {
    private OneOsd() {}

    /** Pools may have one copy, and be deleted. */
    public static LocalCluster start(Path dir) {
        return LocalCluster.builder()
                .osds(1)
                .dir(dir)
                .option("mon allow pool size one", "true")
                .option("mon allow pool delete", "true")
                .startAndWait();
    }
}
