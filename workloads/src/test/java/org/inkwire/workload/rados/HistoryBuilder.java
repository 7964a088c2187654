// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.Errno;

/** Builds handwritten histories: time advances with every call. */
final class HistoryBuilder {
    private final List<HistoryOp> ops = new ArrayList<>();
    private long now;

    /** An operation that was requested and not answered yet. */
    final class Asked {
        private final int client;
        private final List<Step> steps;
        private final long invoked = ++now;

        private Asked(int client, List<Step> steps) {
            this.client = client;
            this.steps = steps;
        }

        void done(long version, long... outputs) {
            List<Long> all = new ArrayList<>();
            for (long output : outputs) {
                all.add(output);
            }
            add(++now, new Outcome.Done(version, all));
        }

        void refused(Errno errno) {
            add(++now, new Outcome.Refused(errno.code()));
        }

        void unknown() {
            add(Long.MAX_VALUE, new Outcome.Unknown());
        }

        private void add(long returned, Outcome outcome) {
            ops.add(new HistoryOp(ops.size(), client, steps, invoked, returned, outcome));
        }
    }

    Asked ask(int client, Step... steps) {
        return new Asked(client, List.of(steps));
    }

    /** Reads the whole content and finds these tags, each {@code length} bytes long. */
    void reads(int client, long version, int length, long... tags) {
        ask(client, new Step.Read(0, 0)).done(version, content(length, tags));
    }

    static long content(int length, long... tags) {
        byte[] bytes = new byte[length * tags.length];
        for (int i = 0; i < tags.length; i++) {
            Bytes.fill(bytes, i * length, length, tags[i]);
        }
        return Bytes.digest(bytes, 0, bytes.length);
    }

    Verdict verdict() {
        return ObjectChecker.check(ops, 1_000_000);
    }
}
