// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.function.Consumer;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.recovery.BackfillTarget;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Has a copy and is not in the acting set: offers the copy to the primary until the primary takes it or has it removed; or
 * should be in the acting set, and fills its copy when the primary says so.
 */
final class StrayRole extends PgRole {
    private final Consumer<String> delete;
    private PgHost.@Nullable Timer timer;
    private @Nullable BackfillTarget backfill;

    /** @param delete removes the copy, for the reason given */
    StrayRole(
            PgCopy copy,
            PgHost host,
            ObjectStore store,
            PgOptions options,
            StateMachine<PgState> state,
            Consumer<String> delete) {
        super(copy, host, store, options, state);
        this.delete = delete;
    }

    @Override
    void start() {
        state.become(
                PgState.STRAY,
                "stray since " + copy.interval() + ", acting " + copy.mapping().acting());
        notifyPrimary();
    }

    /** Repeats, as either message may be lost. */
    private void notifyPrimary() {
        int primary = copy.mapping().actingPrimary();
        if (primary >= 0) {
            host.sendToPeer(primary, copy.summary());
        }
        timer = host.schedule(options.strayNotify().toNanos(), this::notifyPrimary);
    }

    @Override
    void onMap() {
        if (backfill != null) {
            backfill.onMap();
        }
    }

    @Override
    void end() {
        if (timer != null) {
            timer.cancel();
        }
        if (backfill != null) {
            backfill.end();
            backfill = null;
        }
    }

    // ---- backfill

    @Override
    public void onBackfill(PeerMessage.Backfill m) {
        if (!fromPrimary() || !copy.isMember(host.whoami())) {
            return;
        }
        if (backfill != null && backfill.isOutdated(m.logTail())) {
            backfill.end();
            backfill = null;
        }
        if (backfill == null) {
            backfill = new BackfillTarget(copy, host, store(), options, sender());
        }
        backfill.report();
    }

    @Override
    public void onScanned(PeerMessage.Scanned m) {
        if (backfill != null && fromPrimary()) {
            backfill.onScanned(m);
        }
    }

    @Override
    public void onObjects(PeerMessage.Objects m) {
        if (backfill != null) {
            backfill.onObjects(sender(), m);
        }
    }

    @Override
    public void onLog(PeerMessage.Log m) {
        if (backfill != null) {
            backfill.onLog(sender(), m);
        }
    }

    // ---- removal

    @Override
    public void onRemove(PeerMessage.Remove m) {
        if (fromPrimary() && !copy.isMember(host.whoami())) {
            delete.accept("no longer needed, according to osd." + sender());
        }
    }
}
