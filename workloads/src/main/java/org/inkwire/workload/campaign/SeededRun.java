// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

/** A workload run from a single seed. Any thread; each run stays on the calling thread. */
@FunctionalInterface
public interface SeededRun {
    SeedReport run(long seed);
}
