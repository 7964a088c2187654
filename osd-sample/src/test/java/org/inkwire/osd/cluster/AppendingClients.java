// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.inkwire.objecter.rados.IoCtx;

/** Threads that append to objects until stopped. Every append must then be in its object, once and in order. */
final class AppendingClients {
    private static final int THREADS = 4;

    private final IoCtx pool;
    private final int objects;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> running = new ArrayList<>();
    private final List<StringBuilder> expected = new ArrayList<>();
    private volatile boolean stopped;

    AppendingClients(IoCtx pool, int objects) {
        this.pool = pool;
        this.objects = objects;
        for (int i = 0; i < objects; i++) {
            expected.add(new StringBuilder());
        }
    }

    private static String name(int object) {
        return "appended-" + object;
    }

    void start() {
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            running.add(threads.submit(() -> append(thread)));
        }
    }

    /** Each thread has objects of its own. */
    private void append(int thread) {
        for (int n = 0; !stopped; n++) {
            for (int object = thread; object < objects; object += THREADS) {
                String text = n + ";";
                pool.append(name(object), text.getBytes(UTF_8));
                expected.get(object).append(text);
            }
        }
    }

    void stopAndVerify() throws Exception {
        stopped = true;
        for (Future<?> thread : running) {
            thread.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        for (int object = 0; object < objects; object++) {
            assertThat(new String(pool.read(name(object)), UTF_8))
                    .as(name(object))
                    .isEqualTo(expected.get(object).toString());
            assertThat(expected.get(object)).isNotEmpty();
        }
    }
}
