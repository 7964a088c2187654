// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.msgr.fault.InterceptedConnection;
import org.inkwire.msgr.fault.Interceptor;

/** Returns its verdict once, the nth time its point is reached, and records every point it sees. Any thread. */
public final class PointInterceptor implements Interceptor {
    private final Point point;
    private final Verdict verdict;
    private final AtomicInteger untilThen;

    public final List<Point> seen = new CopyOnWriteArrayList<>();
    public final List<Blocked> blocked = new CopyOnWriteArrayList<>();

    /** @param nth from 1 */
    public PointInterceptor(Point point, Verdict verdict, int nth) {
        this.point = point;
        this.verdict = verdict;
        this.untilThen = new AtomicInteger(nth);
    }

    public PointInterceptor(Point point, Verdict verdict) {
        this(point, verdict, 1);
    }

    /** Whether it has returned its verdict. */
    public boolean wasReached() {
        return untilThen.get() <= 0;
    }

    @Override
    public Verdict intercept(InterceptedConnection connection, Point at) {
        seen.add(at);
        return at.equals(point) && untilThen.decrementAndGet() == 0 ? verdict : Verdict.CONTINUE;
    }

    @Override
    public void blocked(Blocked handle) {
        blocked.add(handle);
    }
}
