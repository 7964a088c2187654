// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.inkwire.bench.rados.plan.Plan;
import org.inkwire.cli.Failure;
import org.inkwire.cli.rados.CopyVerbs;
import org.inkwire.cli.rados.bench.BenchObjects;
import org.inkwire.cli.rados.bench.BenchRun;
import org.inkwire.cli.rados.bench.HostName;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.IoCtx;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of a run are on one cluster: a pool for each number of copies, or namespaces of a pool that was there.
 * {@link #close} removes all of it. Any thread.
 */
public final class Bed implements AutoCloseable {
    private static final int PG_NUM = 32;
    private static final int FILL_IN_FLIGHT = 16;
    private static final Duration FILL_PATIENCE = Duration.ofMinutes(5);
    private static final long CLEAN_SECONDS = 60;

    private final Cluster cluster;
    private final boolean own;
    private final long id = ProcessHandle.current().pid();
    private final Map<Integer, String> pools = new LinkedHashMap<>();
    private final String host = HostName.get();
    private boolean closed;

    private Bed(Cluster cluster, boolean own) {
        this.cluster = cluster;
        this.own = own;
    }

    /**
     * @param copies for each, a pool is made
     * @param pool to use instead; null: none
     */
    public static Bed make(Cluster cluster, List<Integer> copies, @Nullable String pool) throws IOException {
        Bed bed = new Bed(cluster, pool == null);
        for (int c : copies) {
            if (pool != null) {
                bed.pools.put(c, pool);
            } else {
                cluster.requireOsds(c);
                bed.create(c);
            }
        }
        return bed;
    }

    private void create(int copies) {
        String pool = "inkwire-bench-" + id + "-x" + copies;
        try {
            ask("{\"prefix\":\"osd pool create\",\"pool\":\"" + pool + "\",\"pg_num\":" + PG_NUM + "}");
            pools.put(copies, pool);
            ask("{\"prefix\":\"osd pool set\",\"pool\":\"" + pool + "\",\"var\":\"size\",\"val\":\"" + copies
                    + "\",\"yes_i_really_mean_it\":true}");
            cluster.client().waitForLatestMap();
        } catch (RadosException e) {
            close();
            throw new Failure(
                    cluster.name() + " makes no pool of " + copies + (copies == 1 ? " copy: " : " copies: ")
                            + e.getMessage() + "; choose with --size, or name a pool with --pool",
                    e);
        }
    }

    private void ask(String command) {
        cluster.client().monCommand(command).orThrow();
    }

    public Cluster cluster() {
        return cluster;
    }

    String pool(int copies) {
        String pool = pools.get(copies);
        if (pool == null) {
            throw new IllegalArgumentException("no pool of " + copies + " copies");
        }
        return pool;
    }

    /** Where objects are that are only read. */
    String readNamespace() {
        return "inkwire-bench-" + id + "-read";
    }

    /** Where objects are that a turn writes. */
    String writeNamespace() {
        return "inkwire-bench-" + id + "-write";
    }

    /** The object that describes the objects of a size, for {@code rados bench --run-name}. */
    static String runName(int bytes) {
        return "inkwire-bench-" + bytes;
    }

    /** What the names of the objects of a size begin with. */
    String readPrefix(int bytes) {
        return readObjects(bytes).prefix(host);
    }

    String writePrefix() {
        return BenchObjects.PREFIX + "_" + host + "_" + id;
    }

    /** The number of the writer is part of the names: it must differ for each size. */
    private BenchObjects readObjects(int bytes) {
        return new BenchObjects(bytes, bytes, Plan.readObjects(bytes), bytes);
    }

    /** Writes the objects that will be read. */
    public void fill(List<Integer> sizes) throws InterruptedException {
        for (String pool : pools.values()) {
            for (int bytes : sizes) {
                fill(cluster.client().ioCtx(pool).withNamespace(readNamespace()), readObjects(bytes));
            }
        }
    }

    private void fill(IoCtx io, BenchObjects objects) throws InterruptedException {
        AsyncIoCtx async = io.async();
        BenchRun run = BenchRun.start(
                i -> async.writeFull(objects.name(host, i), ByteBuffer.wrap(objects.content(i))),
                FILL_IN_FLIGHT,
                FILL_PATIENCE,
                objects.ops(),
                System::nanoTime);
        boolean done = run.await(FILL_PATIENCE);
        Throwable failure = run.failure();
        if (!done || failure != null || run.progress().finished() < objects.ops()) {
            throw new Failure(cluster.name() + " does not take the objects to read: "
                    + (failure == null ? "no answer" : failure.getMessage()));
        }
        io.writeFull(runName((int) objects.size()), objects.encode());
    }

    /** Removes what a turn wrote. */
    void clearWrites(int copies) {
        clear(pool(copies), writeNamespace());
    }

    private void clear(String pool, String namespace) {
        IoCtx io = cluster.client().ioCtx(pool).withNamespace(namespace);
        CopyVerbs.removeAll(io, io.list(), "");
    }

    /**
     * Removes everything, once.
     *
     * @throws Failure that names what was left
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (String pool : pools.values().stream().distinct().toList()) {
            try {
                within(() -> {
                    if (own) {
                        cluster.client().deletePool(pool);
                    } else {
                        clear(pool, readNamespace());
                        clear(pool, writeNamespace());
                    }
                    return true;
                });
            } catch (ExecutionException e) {
                throw left(pool, e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                throw left(pool, new TimeoutException("no answer for " + CLEAN_SECONDS + " s"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw left(pool, e);
            }
        }
    }

    private Failure left(String pool, Throwable cause) {
        String what =
                own ? "pool " + pool : "namespaces " + readNamespace() + " and " + writeNamespace() + " of " + pool;
        return new Failure(what + " were not removed from " + cluster.name() + ": " + cause.getMessage(), cause);
    }

    /** A cluster that no longer answers must not keep this process. */
    private static void within(Callable<Boolean> cleaning)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<Boolean> task = new FutureTask<>(cleaning);
        Thread thread = new Thread(task, "clean");
        thread.setDaemon(true);
        thread.start();
        task.get(CLEAN_SECONDS, TimeUnit.SECONDS);
    }
}
