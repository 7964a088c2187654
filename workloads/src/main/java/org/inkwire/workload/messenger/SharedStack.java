// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.net.InetAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.state.StateCoverage;

/**
 * All messengers on real loopback sockets, over one stack. A {@link FailingDriver} makes its sockets fail. Confined
 * like {@link StressHosts}.
 */
public final class SharedStack implements StressHosts {
    private final FailingDriver driver;
    private final NetworkStack stack;

    private SharedStack(FailingDriver driver, NetworkStack stack) {
        this.driver = driver;
        this.stack = stack;
    }

    /**
     * Runs the stress test on real sockets; starts a stack for it and shuts it down.
     *
     * @param workers threads that serve the sockets
     * @param coverage records every state change
     * @return completed when all threads have ended
     */
    public static CompletionStage<StressResult> run(
            StressProfile profile, long seed, EventDriver sockets, int workers, StateCoverage coverage) {
        FailingDriver driver = new FailingDriver(sockets, profile.roughness().oneFailureIn(), seed);
        NetworkStack stack = NetworkStack.start(StackConfig.defaults()
                .withDriver(driver)
                .withOpThreads(workers)
                .withName("stress-" + sockets.name())
                .withTransitions(coverage));
        return MessengerStress.run(profile, seed, new SharedStack(driver, stack), stack.newCenter("stress"))
                .handle((result, failure) -> stack.shutdown().handle((ended, stackFailure) -> {
                    if (result == null) {
                        throw new CompletionException(failure);
                    }
                    StressResult counted = result.with("socket failures", driver.failures());
                    long failed = stack.workers().stream()
                            .mapToLong(worker -> worker.center().failedTasks())
                            .sum();
                    if (failed > 0) {
                        return counted.with(failed + " tasks failed on workers: see the log");
                    }
                    return stackFailure == null ? counted : counted.with("a thread failed: " + stackFailure);
                }))
                .thenCompose(Function.identity());
    }

    @Override
    public NetworkStack stack(String node) {
        return stack;
    }

    @Override
    public InetAddress ip(String node) {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int port(String node) {
        return 0;
    }

    @Override
    public MessengerConfig.Builder tune(String node, MessengerConfig.Builder config) {
        return config;
    }

    @Override
    public void endFaults() {
        driver.endFaults();
    }
}
