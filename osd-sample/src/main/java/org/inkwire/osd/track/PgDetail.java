// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.track;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;

/**
 * What {@code pg query} shows of a PG beyond its {@link PgStat}. Immutable.
 *
 * @param state name of the state machine's state
 * @param interval first epoch of the current interval
 * @param missing objects that the primary lacks
 * @param unfound those of them that no OSD that is up has, with the versions needed
 */
public record PgDetail(
        PgStat stat,
        String state,
        boolean primary,
        EVersion logTail,
        long lastUserVersion,
        int lastEpochStarted,
        int interval,
        int samePrimarySince,
        int missing,
        SortedMap<HObject, EVersion> unfound) {
    public PgDetail {
        unfound = Collections.unmodifiableSortedMap(new TreeMap<>(unfound));
    }
}
