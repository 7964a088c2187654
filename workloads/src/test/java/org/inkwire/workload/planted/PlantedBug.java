// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/**
 * Breaks one method of a class in this JVM until closed, without any support in the production code. One at a time. The
 * bug itself is an {@link Advice}, whose code becomes part of the method.
 */
public final class PlantedBug implements AutoCloseable {
    /** Static, because advice is static. */
    private static SplittableRandom dice = new SplittableRandom();

    private static long strikes;

    private final Instrumentation jvm = ByteBuddyAgent.install();
    private final ResettableClassFileTransformer transformer;

    private final String name;

    private PlantedBug(String type, String method, Class<?> advice) {
        name = advice.getSimpleName();
        requireMethod(type, method);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        // Retransforming keeps the changes of other agents, such as the coverage agent.
        transformer = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .with(RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
                .with(new AgentBuilder.Listener.Adapter() {
                    @Override
                    public void onError(
                            String name,
                            @Nullable ClassLoader loader,
                            @Nullable JavaModule module,
                            boolean loaded,
                            Throwable thrown) {
                        failure.set(thrown);
                    }
                })
                .type(named(type))
                .transform((builder, described, loader, module, domain) ->
                        builder.visit(Advice.to(advice).on(named(method))))
                .installOn(jvm);
        if (failure.get() != null) {
            close();
            throw new IllegalStateException(advice + " cannot be woven into " + type, failure.get());
        }
        begin(0);
    }

    /**
     * @param type full name of the class
     * @param advice public, as must be everything it uses
     * @throws IllegalArgumentException if there is no such method
     */
    public static PlantedBug in(String type, String method, Class<?> advice) {
        return new PlantedBug(type, method, advice);
    }

    private static void requireMethod(String type, String method) {
        try {
            Class<?> loaded = Class.forName(type);
            if (Arrays.stream(loaded.getDeclaredMethods())
                    .noneMatch(m -> m.getName().equals(method))) {
                throw new IllegalArgumentException(type + " has no method " + method);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no class " + type, e);
        }
    }

    /** Begins a run: seeds the random decisions. */
    public void begin(long seed) {
        dice = new SplittableRandom(seed);
        strikes = 0;
    }

    /** How often the bug struck since the run began. */
    public long strikes() {
        return strikes;
    }

    /** For bugs that strike only sometimes. */
    public static boolean strikesOnceIn(int times) {
        boolean now = dice.nextInt(times) == 0;
        if (now) {
            strikes++;
        }
        return now;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        transformer.reset(jvm, RedefinitionStrategy.RETRANSFORMATION);
    }
}
