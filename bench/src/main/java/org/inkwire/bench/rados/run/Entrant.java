// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import org.inkwire.bench.rados.plan.Shape;

/** A client on a cluster. */
interface Entrant extends AutoCloseable {
    Kind kind();

    Bed bed();

    /** @param objects written at most */
    Sample take(Shape shape, int seconds, long objects) throws IOException, InterruptedException;

    @Override
    void close();
}
