// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.mon.MonClient;
import org.jspecify.annotations.Nullable;

/** Calls from any thread to what the Objecter's center has: maps to come, and the MonClient. Any thread. */
final class CenterCalls {
    static final String SHUT_DOWN = "the client was shut down";

    private final EventCenter center;
    private final Gate gate;
    private final Completions completions;
    private final MonClient monClient;
    private final MapKeeper maps;
    private volatile boolean stopped;

    CenterCalls(EventCenter center, Gate gate, Completions completions, MonClient monClient, MapKeeper maps) {
        this.center = center;
        this.gate = gate;
        this.completions = completions;
        this.monClient = monClient;
        this.maps = maps;
    }

    /** Refuses calls from now on. */
    void shutdown() {
        stopped = true;
    }

    /** As {@link Objecter#waitForMap}. */
    CompletionStage<OSDMap> waitForMap(long epoch) {
        CompletableFuture<OSDMap> result = new CompletableFuture<>();
        enterForMap(result, () -> gate.run(() -> maps.whenAtLeast(epoch, result)));
        return result;
    }

    /** As {@link Objecter#waitForLatestMap}. */
    CompletionStage<OSDMap> waitForLatestMap() {
        CompletableFuture<OSDMap> result = new CompletableFuture<>();
        enterForMap(
                result,
                () -> monClient.getVersion("osdmap").whenComplete((versions, failure) -> {
                    if (failure != null) {
                        completions.run(() -> result.completeExceptionally(failure));
                    } else {
                        gate.run(() -> maps.whenAtLeast(versions.newest(), result));
                    }
                }));
        return result;
    }

    private void enterForMap(CompletableFuture<OSDMap> result, Runnable task) {
        enter(
                task,
                () -> result.completeExceptionally(shutDown("waiting for a map")),
                e -> result.completeExceptionally(broke(e)));
    }

    /** As {@link Objecter#onCenter}. */
    <T> CompletionStage<T> onCenter(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enter(
                () -> call.get()
                        .whenComplete((value, failure) -> completions.run(() -> settle(result, value, failure))),
                () -> result.completeExceptionally(shutDown("call")),
                e -> completions.run(() ->
                        result.completeExceptionally(e instanceof RuntimeException ordinary ? ordinary : broke(e))));
        return result;
    }

    /** Runs {@code task} on the center, or {@code ifStopped} if the center no longer runs; what it throws is its own. */
    private void enter(Runnable task, Runnable ifStopped, Consumer<Throwable> ifThrows) {
        if (stopped || !new OwnedTasks(center, ifThrows).submit(task)) {
            ifStopped.run();
        }
    }

    /** Something in this process failed: ENOMEM or EIO, with the cause. */
    static RadosException broke(Throwable cause) {
        Errno errno = cause instanceof OutOfMemoryError ? Errno.ENOMEM : Errno.EIO;
        return new RadosException.NotSent(errno, "the request failed in this process: " + cause, cause);
    }

    private static RadosException shutDown(String what) {
        return new RadosException.NotSent(Errno.ESHUTDOWN, what + ": " + SHUT_DOWN);
    }

    private static <T> void settle(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            result.completeExceptionally(failure.getCause());
        } else if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            result.complete(value);
        }
    }
}
