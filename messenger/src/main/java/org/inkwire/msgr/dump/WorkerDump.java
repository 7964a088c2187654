// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

import org.inkwire.msgr.event.WorkerCounters;

/**
 * A worker of the messenger's stack at one moment. Immutable.
 *
 * @param id from 0 on, within the stack
 * @param name of its thread
 * @param connections assigned now, including those of other messengers on the stack
 * @param counters of all messengers on the stack
 */
public record WorkerDump(int id, String name, int connections, WorkerCounters.Snapshot counters) {}
