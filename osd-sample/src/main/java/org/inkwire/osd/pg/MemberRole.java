// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A role in the acting set: its copy may first have to be replaced by another member's. */
abstract class MemberRole extends PgRole {
    private static final Logger log = LoggerFactory.getLogger(MemberRole.class);

    private @Nullable SyncTarget sync;
    private boolean ended;

    MemberRole(PgCopy copy, PgHost host, ObjectStore store, PgOptions options, StateMachine<PgState> state) {
        super(copy, host, store, options, state);
    }

    /**
     * The copy now durably equals that of {@code source}.
     *
     * @param sourceInfo of the source's copy
     */
    abstract void copyTaken(int source, PgInfo sourceInfo);

    /** The source no longer has a copy. */
    void sourceGone(int source) {}

    @Override
    void end() {
        ended = true;
        endSync();
    }

    /** Takes over the source's copy, unless it is doing so already. */
    final void syncFrom(int source) {
        if (sync != null) {
            if (sync.source() == source) {
                return;
            }
            endSync();
        }
        SyncTarget begun = new SyncTarget(copy, host, store(), options, source, new SyncTarget.Listener() {
            @Override
            public void sourceGone() {
                endSync();
                MemberRole.this.sourceGone(source);
            }

            @Override
            public void synced(PgInfo info, PgInfo sourceInfo, PgLog pgLog, Transaction swap) {
                sync = null;
                copy.replace(info, pgLog, swap, () -> {
                    log.info("{} took over osd.{}'s copy: {}", copy, source, copy.info());
                    if (!ended) {
                        copyTaken(source, sourceInfo);
                    }
                });
            }
        });
        sync = begun;
        begun.start();
    }

    /** Keeps the copy it has. */
    final void endSync() {
        if (sync != null) {
            sync.end();
            sync = null;
        }
    }

    @Override
    public final void onLog(PeerMessage.Log m) {
        if (sync != null && sync.source() == sender()) {
            sync.onLog(m);
        }
    }

    @Override
    public final void onObjects(PeerMessage.Objects m) {
        if (sync != null && sync.source() == sender()) {
            sync.onObjects(m);
        }
    }
}
