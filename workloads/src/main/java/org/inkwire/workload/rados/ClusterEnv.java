// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.rados.RadosClient;

/**
 * A cluster that a workload may use and break: in real time in one JVM, or in a simulation. Called on {@link #center}
 * only; stages complete anywhere.
 */
public interface ClusterEnv {
    /** Where the workload runs: its time, its timers, its turns. */
    EventCenter center();

    /** Connects a client whose stages complete on {@link #center}; {@code number} names it for {@link #dropClient}. */
    CompletionStage<RadosClient> newClient(int number);

    /** Ends a client as a crash does; its stages may never complete. */
    void dropClient(int number);

    /** Ids of all OSDs, whether they run or not. */
    List<Integer> osds();

    /**
     * Ends an OSD as a crash does.
     *
     * @param loseStore it comes back empty
     */
    CompletionStage<Void> crashOsd(int id, boolean loseStore);

    /** @return completes when the map shows it up; may never if it is crashed again before */
    CompletionStage<Void> startOsd(int id);

    /** Ends the monitor as a crash does: it keeps what its store made durable. */
    CompletionStage<Void> crashMonitor();

    /** @return completes when it serves again; may never if it is crashed again before */
    CompletionStage<Void> startMonitor();

    /** Newest OSDMap epoch that any OSD that runs has. */
    long newestEpoch();

    /** The monitor's answer to a command, asked past network and faults. Fails, or never completes, if it is down. */
    CompletionStage<String> command(String json);

    /** Whether every PG is active and clean, as {@code pg stat} has it; a cluster that has nobody to count says otherwise. */
    default CompletionStage<Boolean> isClean() {
        return command("{\"prefix\":\"pg stat\"}").thenApply(RadosModel::isClean);
    }

    /** Faults of the network begin. */
    void startFaults();

    /** Faults of the network end, and what they held up is let go. */
    void stopFaults();
}
