// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

/**
 * A member's side of a read lease: the primary it promised to, and until when that primary may rely on it. Immutable.
 *
 * @param to −1 for nobody
 * @param upFrom the primary's incarnation
 * @param interval it was granted in
 * @param untilNanos monotonic
 */
public record ReadPromise(int to, int upFrom, int interval, long untilNanos) {
    static final ReadPromise NONE = new ReadPromise(-1, 0, 0, 0);
}
