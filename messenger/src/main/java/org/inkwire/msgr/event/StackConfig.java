// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.util.concurrent.Ticker;
import org.inkwire.msgr.state.TransitionObserver;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link NetworkStack} is built. Immutable.
 *
 * @param name prefix of thread names
 * @param msType {@code ms_type}, as {@link EventDriver#named} takes it
 * @param opThreads {@code ms_async_op_threads}: workers, 1 .. 24
 * @param driver overrides {@code msType}; null looks one up
 * @param transitions called for every state transition of every connection on the stack, for coverage reports; null:
 *     none
 */
public record StackConfig(
        String name,
        @Nullable String msType,
        int opThreads,
        WaitStrategy waiting,
        Ticker ticker,
        CenterHost host,
        @Nullable EventDriver driver,
        @Nullable TransitionObserver transitions) {
    private static final int MAX_OP_THREADS = 24;

    /** At most one worker per core: more would only share the cores. */
    public static final int DEFAULT_OP_THREADS = 3;

    public StackConfig {
        if (opThreads < 1 || opThreads > MAX_OP_THREADS) {
            throw new IllegalArgumentException(
                    "ms_async_op_threads = " + opThreads + ", must be 1 .. " + MAX_OP_THREADS);
        }
    }

    /** Best driver, min(3, cores) workers, parking. */
    public static StackConfig defaults() {
        return new StackConfig(
                "msgr-worker",
                null,
                atMostCores(DEFAULT_OP_THREADS),
                WaitStrategy.park(),
                Ticker.systemTicker(),
                new ThreadPerCenter(),
                null,
                null);
    }

    private static int atMostCores(int threads) {
        return Math.min(threads, Runtime.getRuntime().availableProcessors());
    }

    public StackConfig withMsType(@Nullable String newMsType) {
        return new StackConfig(name, newMsType, opThreads, waiting, ticker, host, driver, transitions);
    }

    public StackConfig withOpThreads(int newOpThreads) {
        return new StackConfig(name, msType, newOpThreads, waiting, ticker, host, driver, transitions);
    }

    /** A worker per core, but at most {@code most}. */
    public StackConfig withOpThreadsUpTo(int most) {
        return withOpThreads(atMostCores(most));
    }

    public StackConfig withWaiting(WaitStrategy newWaiting) {
        return new StackConfig(name, msType, opThreads, newWaiting, ticker, host, driver, transitions);
    }

    public StackConfig withDriver(EventDriver newDriver) {
        return new StackConfig(name, msType, opThreads, waiting, ticker, host, newDriver, transitions);
    }

    public StackConfig withName(String newName) {
        return new StackConfig(newName, msType, opThreads, waiting, ticker, host, driver, transitions);
    }

    /** For campaigns that report which states and transitions they covered. */
    public StackConfig withTransitions(@Nullable TransitionObserver newTransitions) {
        return new StackConfig(name, msType, opThreads, waiting, ticker, host, driver, newTransitions);
    }

    /** For simulations: takes time and scheduling from outside. */
    public StackConfig withTime(Ticker newTicker, CenterHost newHost) {
        return new StackConfig(name, msType, opThreads, waiting, newTicker, newHost, driver, transitions);
    }
}
