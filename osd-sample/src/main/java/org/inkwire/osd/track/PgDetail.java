// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.track;

import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;

/**
 * What {@code pg query} shows of a PG beyond its {@link PgStat}. Immutable.
 *
 * @param state name of the state machine's state
 * @param interval first epoch of the current interval
 */
public record PgDetail(
        PgStat stat,
        String state,
        boolean primary,
        EVersion logTail,
        long lastUserVersion,
        int lastEpochStarted,
        int interval,
        int samePrimarySince) {}
