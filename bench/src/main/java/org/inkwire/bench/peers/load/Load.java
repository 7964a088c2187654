// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.peers.peer.Answers;
import org.inkwire.bench.peers.peer.Client;
import org.inkwire.bench.process.Allocations;
import org.inkwire.bench.process.Result;

/**
 * One turn of load on a client. Either an answer sends the next group of messages (closed loop), or they are sent at
 * fixed times and timed from then, so that a stall is charged to all that it delayed (open loop). What the answers touch is
 * confined to their thread.
 */
final class Load implements Answers {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long PATIENCE_SECONDS = 15;
    /** An open loop that is so many groups behind sends no more: the contestant does not hold the rate. */
    private static final int MOST_BEHIND = 200_000;

    private final Client client;
    private final Order order;
    private final long patienceSeconds;
    private final Histogram latencyNanos = new Histogram(Result.SIGNIFICANT_DIGITS);
    private final CountDownLatch done = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private final long deadline;

    private int left;
    private long counted;
    private boolean stopping;
    private volatile long ended;
    /** Groups; written by the answers' thread. */
    private volatile long answered;

    Load(Client client, Order order) {
        this(client, order, PATIENCE_SECONDS);
    }

    /** @param patienceSeconds how long answers are waited for after the turn */
    Load(Client client, Order order, long patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
        this.client = client;
        this.order = order;
        this.deadline = begun + order.millis() * NANOS_PER_MILLI;
        this.left = order.inFlight();
    }

    /** Returns when all answers are here, or were waited for long enough. */
    Result run() throws InterruptedException {
        long allocated = Allocations.soFar();
        long sent = order.rate() > 0 ? openLoop() : closedLoop();
        long carried = Allocations.soFar() - allocated;
        long groups = answered;
        return new Result(
                groups * order.group(),
                Math.max(1, ended - begun),
                Math.max(0, sent - groups) * order.group(),
                carried,
                latencyNanos);
    }

    private long closedLoop() throws InterruptedException {
        int first = order.inFlight();
        client.execute(() -> {
            for (int i = 0; i < first; i++) {
                sendGroup((i & order.sampled()) == 0 ? System.nanoTime() : 0);
            }
        });
        if (done.await(order.millis() + TimeUnit.SECONDS.toMillis(patienceSeconds), TimeUnit.MILLISECONDS)) {
            return answered;
        }
        ended = System.nanoTime();
        return answered + left;
    }

    private long openLoop() throws InterruptedException {
        long interval = NANOS_PER_SECOND / order.rate();
        long sent = 0;
        long due = begun;
        while (due < deadline && sent - answered < MOST_BEHIND) {
            long from = due;
            long now = System.nanoTime();
            if (now < from) {
                LockSupport.parkNanos(from - now);
                continue;
            }
            long to = Math.min(deadline, now + 1);
            int groups = (int) ((to - from + interval - 1) / interval);
            client.execute(() -> {
                for (int i = 0; i < groups; i++) {
                    sendGroup(from + i * interval);
                }
            });
            sent += groups;
            due += groups * interval;
        }
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        while (answered < sent && System.nanoTime() < giveUp) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return sent;
    }

    private void sendGroup(long stamp) {
        for (int i = 1; i < order.group(); i++) {
            client.send(0, order.bytes(), 0);
        }
        client.send(stamp, order.bytes(), order.answerBytes());
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void onAnswer(long stamp) {
        long now = 0;
        if (stamp != 0) {
            now = System.nanoTime();
            latencyNanos.recordValue(Math.max(0, now - stamp));
            stopping |= now >= deadline;
        }
        answered++;
        if (order.rate() > 0) {
            ended = now;
        } else if (!stopping) {
            sendGroup((++counted & order.sampled()) == 0 ? timeOr(now) : 0);
        } else if (--left == 0) {
            ended = timeOr(now);
            done.countDown();
        }
    }

    private static long timeOr(long now) {
        return now != 0 ? now : System.nanoTime();
    }
}
