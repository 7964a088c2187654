// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.jspecify.annotations.Nullable;

/** Asks another OSD for its log until it answers. Confined to the PG; lives at most as long as its interval. */
public final class LogFetch {
    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final int source;
    private final long tid;
    private final EVersion since;
    private PgHost.@Nullable Timer retry;

    /**
     * @param tid tells its answer from those to earlier requests
     * @param since a version in our log, or zero for the whole log
     */
    public LogFetch(PgCopy copy, PgHost host, PgOptions options, int source, long tid, EVersion since) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.source = source;
        this.tid = tid;
        this.since = since;
    }

    public int source() {
        return source;
    }

    public void ask() {
        end();
        host.sendToPeer(source, new PeerMessage.FetchLog(copy.pgid(), copy.interval(), tid, since));
        retry = host.schedule(options.retry().toNanos(), this::ask);
    }

    /** Whether this is the answer; ends it then. */
    public boolean isAnsweredBy(int from, PeerMessage.Log m) {
        boolean answer = from == source && m.tid() == tid;
        if (answer) {
            end();
        }
        return answer;
    }

    public void end() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }
}
