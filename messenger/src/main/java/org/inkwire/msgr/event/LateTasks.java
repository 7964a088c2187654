// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that reach a center while it ends: each either runs or is refused; none is dropped silently. Any thread.
 *
 * <p>The loop below accepts tasks at any time and forgets those that arrive after its last pass. So a submitter first
 * queues the task, then checks whether the center is {@link #stopping}. If not, the task was queued before the
 * shutdown, which runs everything queued. If so, the task is also recorded here, under the lock, unless the center has
 * ended by then. As its last act the owner runs, without the lock, the recorded tasks that have not run yet. Until the
 * center stops, all this costs one volatile read.
 */
final class LateTasks {
    /** A submitted task that records whether it ran. */
    static final class Task implements Runnable {
        private final EventCenter center;
        private final Runnable body;
        /** Written by the owner only; others read it under the lock after the end. */
        private boolean ran;

        Task(EventCenter center, Runnable body) {
            this.center = center;
            this.body = body;
        }

        @Override
        public void run() {
            if (!ran) {
                ran = true;
                center.guarded(body);
            }
        }
    }

    private volatile boolean stopping;
    private volatile boolean ended;

    /** Guarded by this. */
    private final ArrayDeque<Runnable> noted = new ArrayDeque<>();

    /** Questions not answered yet, in order; guarded by this. */
    private final Map<Long, CompletableFuture<?>> asked = new LinkedHashMap<>();

    private long questions;

    boolean stopping() {
        return stopping;
    }

    boolean ended() {
        return ended;
    }

    /** The loop is about to be shut down. */
    void stop() {
        stopping = true;
    }

    /** @return false if {@code task}, which was queued before, will not run */
    boolean accepts(Task task) {
        return !stopping || note(task) || task.ran;
    }

    /** @return false if {@code prepared}, which was queued before, will no longer run */
    boolean acceptsPrepared(Runnable prepared) {
        return !stopping || note(prepared);
    }

    private synchronized boolean note(Runnable task) {
        if (ended) {
            return false;
        }
        noted.addLast(task);
        return true;
    }

    private synchronized @Nullable Runnable nextOrEnd() {
        Runnable next = noted.pollFirst();
        if (next == null) {
            ended = true;
        }
        return next;
    }

    /** The loop has terminated: runs the tasks it left. The owner's last act. */
    void runAndEnd(String name) {
        for (Runnable task = nextOrEnd(); task != null; task = nextOrEnd()) {
            task.run();
        }
        refuseAsked(name);
    }

    /** The center broke: nothing runs from here on. Called by the owner. */
    void failed(String name) {
        synchronized (this) {
            stopping = true;
            ended = true;
            noted.clear();
        }
        refuseAsked(name);
    }

    private void refuseAsked(String name) {
        List<CompletableFuture<?>> open;
        synchronized (this) {
            open = List.copyOf(asked.values());
            asked.clear();
        }
        open.forEach(f -> f.completeExceptionally(new RejectedExecutionException(name + " has ended")));
    }

    private synchronized long noteQuestion(CompletableFuture<?> answer) {
        asked.put(++questions, answer);
        return questions;
    }

    <T> CompletionStage<T> ask(EventCenter center, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long number = noteQuestion(answer);
        boolean queued = center.submit(() -> {
            synchronized (this) {
                asked.remove(number);
            }
            try {
                answer.complete(question.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        if (!queued) {
            refuseAsked(center.name());
        }
        return answer;
    }
}
