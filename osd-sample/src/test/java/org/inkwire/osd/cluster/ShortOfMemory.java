// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;

/**
 * A client process with too little memory for one object, see {@link ClientShortageIT}. It reads that object again and
 * again, each time in vain, while other threads go on with small ones; it prints what it saw.
 */
final class ShortOfMemory {
    private static final int THREADS = 8;
    private static final int READS = 5;

    private ShortOfMemory() {}

    /** @param args mon_host, pool, the large object */
    public static void main(String[] args) throws Exception {
        CephConf conf = CephConf.builder().set("mon_host", args[0]).build();
        ExecutorService others = Executors.newFixedThreadPool(THREADS);
        AtomicBoolean over = new AtomicBoolean();
        try (RadosClient client = RadosClient.connect(conf)) {
            IoCtx pool = client.ioCtx(args[1]).withTimeout(Duration.ofSeconds(20));
            List<Future<Integer>> counts = new ArrayList<>();
            Callable<Integer> loop = () -> {
                int n = 0;
                while (!over.get()) {
                    pool.stat("small");
                    pool.read("small");
                    n++;
                }
                return n;
            };
            for (int i = 0; i < THREADS; i++) {
                counts.add(others.submit(loop));
            }
            for (int i = 0; i < READS; i++) {
                long began = System.nanoTime();
                try {
                    System.out.println("read " + pool.read(args[2]).length + " bytes");
                } catch (RadosException e) {
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                    System.out.println("failed " + e.is(Errno.ENOMEM) + " in " + millis + " ms: " + e.getMessage());
                }
            }
            over.set(true);
            for (Future<Integer> count : counts) {
                System.out.println("others " + count.get());
            }
        }
        others.shutdown();
    }
}
