// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crashes the monitor and restarts it on its store, which must hold every epoch it had published. Confined to the
 * environment's center.
 */
final class MonitorChaos {
    private static final Logger log = LoggerFactory.getLogger(MonitorChaos.class);

    private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");

    private enum State {
        UP,
        CRASHING,
        DOWN,
        STARTING
    }

    private final ClusterEnv env;
    private final ModelSettings settings;
    private final Strikes strikes;
    private final Consumer<String> violation;
    private State state = State.UP;
    private int crashes;

    /** @param violation accepts the violations found */
    MonitorChaos(ClusterEnv env, ModelSettings settings, RandomGenerator random, Consumer<String> violation) {
        this.env = env;
        this.settings = settings;
        this.strikes = new Strikes(env.center(), random, settings.monCrashes().pause(), this::strike);
        this.violation = violation;
    }

    int crashes() {
        return crashes;
    }

    boolean isUp() {
        return state == State.UP;
    }

    void start() {
        strikes.start();
    }

    /** Starts it if it is down. */
    void stop() {
        strikes.stop();
        restart();
    }

    /** A monitor that is still starting may crash too. */
    private void strike() {
        if (state != State.UP && state != State.STARTING) {
            return;
        }
        log.info("crashing the monitor");
        crashes++;
        state = State.CRASHING;
        env.crashMonitor()
                .whenCompleteAsync(
                        (done, failure) -> {
                            state = State.DOWN;
                            if (strikes.isStopped()) {
                                restart();
                            } else {
                                strikes.after(settings.monCrashes().downtime(), this::restart);
                            }
                        },
                        env.center());
    }

    private void restart() {
        if (state != State.DOWN) {
            return;
        }
        log.info("starting the monitor");
        state = State.STARTING;
        long published = env.newestEpoch();
        int during = crashes;
        CompletionStage<Void> started = env.startMonitor();
        started.whenCompleteAsync(
                (done, failure) -> {
                    if (failure != null) {
                        log.warn("the monitor failed to start", failure);
                    } else if (during == crashes) {
                        state = State.UP;
                        checkEpoch(published);
                    }
                },
                env.center());
    }

    private void checkEpoch(long published) {
        int during = crashes;
        env.command("{\"prefix\":\"osd getmaxosd\",\"format\":\"json\"}")
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (during != crashes) {
                                return;
                            }
                            Matcher epoch = failure == null ? EPOCH.matcher(answer) : null;
                            if (epoch == null || !epoch.find() || Long.parseLong(epoch.group(1)) < published) {
                                violation.accept("OSDs have epoch " + published + ", the monitor restarted with "
                                        + (failure == null ? answer : failure));
                            }
                        },
                        env.center());
    }

    @Override
    public String toString() {
        return "monitor " + state;
    }
}
