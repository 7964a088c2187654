// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.rados.RadosClient;

/**
 * A cluster that a workload may use and break: in real time in one JVM, or in a simulation. Called on {@link #center}
 * only; stages complete anywhere.
 */
public interface ClusterEnv {
    /** Where the workload runs: its clock, timers and turns. */
    EventCenter center();

    /** Connects a client whose stages complete on {@link #center}; {@code number} names it for {@link #dropClient}. */
    CompletionStage<RadosClient> newClient(int number);

    /** Ends a client as a crash would; its stages may never complete. */
    void dropClient(int number);

    /** Ids of all OSDs, whether they run or not. */
    List<Integer> osds();

    /**
     * Ends an OSD as a crash would.
     *
     * @param loseStore whether its store is lost, so that it restarts empty
     */
    CompletionStage<Void> crashOsd(int id, boolean loseStore);

    /** @return completes when the map shows it up; possibly never if it crashes again first */
    CompletionStage<Void> startOsd(int id);

    /**
     * Makes an OSD's store this full, of something that is not the cluster's; it stays so for the OSDs that use it
     * later. Does nothing where that is not possible.
     *
     * @param used from 0, only what the OSD has stored, to 1, not a byte left
     */
    default void fillStore(int id, double used) {}

    /** Ends the monitor as a crash would: it keeps only what its store made durable. */
    CompletionStage<Void> crashMonitor();

    /** @return completes when it serves again; possibly never if it crashes again first */
    CompletionStage<Void> startMonitor();

    /** Newest OSDMap epoch of any running OSD. */
    long newestEpoch();

    /**
     * The monitor's answer to a command, bypassing network and faults. Fails, or never completes, if the monitor is
     * down.
     */
    CompletionStage<String> command(String json);

    /**
     * Whether {@code pg stat} reports every PG active and clean; a cluster without a manager to count PGs overrides
     * this.
     */
    default CompletionStage<Boolean> isClean() {
        return command("{\"prefix\":\"pg stat\"}").thenApply(RadosModel::isClean);
    }

    /** Starts network faults. */
    void startFaults();

    /**
     * Stops network faults and releases what they held up.
     *
     * @return the time within which every operation must then be answered, once crashed daemons are back
     */
    Duration stopFaults();
}
