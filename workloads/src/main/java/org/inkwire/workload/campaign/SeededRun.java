// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

/** A workload that one number decides entirely. Any thread; each run stays on the thread it was called on. */
@FunctionalInterface
public interface SeededRun {
    SeedReport run(long seed);
}
