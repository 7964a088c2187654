// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.util.Optional;

/** The daemons of a starting or running cluster. {@link #close} stops them, OSDs first. */
interface RunningDaemons extends AutoCloseable {
    /** Why the cluster cannot come up, if known. */
    Optional<String> failure();

    @Override
    void close() throws IOException;
}
