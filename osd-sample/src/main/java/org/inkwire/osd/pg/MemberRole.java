// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.recovery.LogFetch;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A role in the acting set: its copy may first have to go by another one's log. */
abstract class MemberRole extends PgRole {
    private static final Logger log = LoggerFactory.getLogger(MemberRole.class);

    private @Nullable LogFetch fetch;
    private long tid;
    private boolean ended;

    MemberRole(PgCopy copy, PgHost host, ObjectStore store, PgOptions options, StateMachine<PgState> state) {
        super(copy, host, store, options, state);
    }

    /**
     * The copy now durably goes by the log of {@code source}.
     *
     * @param sourceInfo of the source's copy
     */
    abstract void logTaken(int source, PgInfo sourceInfo);

    /** Nothing was taken: the logs have nothing in common, or the source no longer has a copy. */
    abstract void logNotTaken(int source, PgInfo sourceInfo);

    @Override
    void end() {
        ended = true;
        endFetch();
    }

    /** Takes over the source's log, unless it is doing so already. */
    final void takeLogOf(int source) {
        if (fetch != null) {
            if (fetch.source() == source) {
                return;
            }
            endFetch();
        }
        LogFetch begun =
                new LogFetch(copy, host, options, source, ++tid, copy.log().head());
        fetch = begun;
        begun.ask();
    }

    /** Keeps the log it has. */
    final void endFetch() {
        if (fetch != null) {
            fetch.end();
            fetch = null;
        }
    }

    @Override
    public final void onLog(PeerMessage.Log m) {
        if (fetch == null || !fetch.isAnsweredBy(sender(), m)) {
            return;
        }
        fetch = null;
        int source = sender();
        boolean usable = m.info().exists() && m.info().complete();
        boolean taken = usable
                && copy.takeLog(m, () -> {
                    log.info("{} goes by osd.{}'s log: {}", copy, source, copy.info());
                    if (!ended) {
                        logTaken(source, m.info());
                    }
                });
        if (!taken) {
            log.info("{} cannot go by osd.{}'s log: {}, ours {}", copy, source, m.info(), copy.info());
            logNotTaken(source, m.info());
        }
    }
}
