// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.util.Optional;

/** The daemons of a cluster that is starting or up. {@link #close} stops them, OSDs first. */
interface RunningDaemons extends AutoCloseable {
    /** Why the cluster will not come up, if that is known. */
    Optional<String> failure();

    @Override
    void close() throws IOException;
}
