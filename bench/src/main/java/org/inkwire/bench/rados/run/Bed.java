// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.inkwire.bench.rados.plan.Plan;
import org.inkwire.cli.Failure;
import org.inkwire.cli.rados.CopyVerbs;
import org.inkwire.cli.rados.bench.BenchContent;
import org.inkwire.cli.rados.bench.BenchObjects;
import org.inkwire.cli.rados.bench.BenchRun;
import org.inkwire.cli.rados.bench.HostName;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of a run are on one cluster: a pool for each number of copies, or namespaces of a pool that was there.
 * {@link #close} removes all of it. Any thread.
 */
public final class Bed implements AutoCloseable {
    private static final int PG_NUM = 32;
    private static final int FILL_IN_FLIGHT = 16;
    private static final Duration FILL_PATIENCE = Duration.ofMinutes(5);
    private static final long POOL_SECONDS = 60;

    private final Cluster cluster;
    private final List<Integer> copies;
    private final @Nullable String lent;
    /** Of this run: another's pools and objects must not be taken for ours. */
    private final String id;

    private final String host = HostName.get();
    /** By copies; a pool stands here from before it is asked for. */
    private final Map<Integer, String> pools = new ConcurrentSkipListMap<>();

    private volatile boolean closed;
    private boolean cleaned;

    /**
     * @param copies {@link #prepare} makes a pool for each
     * @param lent a pool to use instead; null: none
     */
    Bed(Cluster cluster, List<Integer> copies, @Nullable String lent) {
        this(cluster, copies, lent, HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
    }

    Bed(Cluster cluster, List<Integer> copies, @Nullable String lent, String id) {
        this.cluster = cluster;
        this.copies = List.copyOf(copies);
        this.lent = lent;
        this.id = id;
    }

    /** Makes the pools. If it fails, {@link #close} removes those that were made. */
    void prepare() throws IOException {
        for (int c : copies) {
            if (lent != null) {
                pools.put(c, lent);
            } else {
                cluster.requireOsds(c);
                create(c);
            }
        }
    }

    private void create(int count) {
        String pool = "inkwire-bench-" + id + "-x" + count;
        try {
            make(pool, count);
        } catch (RadosException e) {
            throw new Failure(
                    cluster.name() + " makes no pool of " + count + (count == 1 ? " copy: " : " copies: ")
                            + e.getMessage() + "; choose with --size, or name a pool with --pool",
                    e);
        }
    }

    private synchronized void make(String pool, int count) {
        requireOpen();
        within(() -> {
            RadosClient client = cluster.client();
            client.waitForLatestMap();
            // A monitor would say that it has made it.
            if (client.pools().stream().anyMatch(p -> p.name().equals(pool))) {
                throw new RadosException.Refused(Errno.EEXIST.result(), "pool " + pool);
            }
            pools.put(count, pool);
            ask("{\"prefix\":\"osd pool create\",\"pool\":\"" + pool + "\",\"pg_num\":" + PG_NUM + "}");
            ask("{\"prefix\":\"osd pool set\",\"pool\":\"" + pool + "\",\"var\":\"size\",\"val\":\"" + count
                    + "\",\"yes_i_really_mean_it\":true}");
            client.waitForLatestMap();
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new Failure("interrupted");
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

    /** What is written under the lock is there when {@link #close} looks. */
    private synchronized void fill(IoCtx io, BenchObjects objects) throws InterruptedException {
        requireOpen();
        AsyncIoCtx async = io.async();
        BenchContent contents = new BenchContent(objects.opSize());
        BenchRun run = BenchRun.start(
                i -> {
                    requireOpen();
                    return async.writeFull(objects.name(host, i), ByteBuffer.wrap(contents.of(i)));
                },
                FILL_IN_FLIGHT,
                FILL_PATIENCE,
                objects.ops(),
                System::nanoTime);
        boolean done = run.await(FILL_PATIENCE);
        requireOpen();
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

    private long clear(String pool, String namespace) {
        IoCtx io = cluster.client().ioCtx(pool).withNamespace(namespace);
        return CopyVerbs.removeAll(io, io.list(), "");
    }

    /**
     * Removes everything, once: a second call returns when that is done.
     *
     * @throws Failure that names all that was left
     */
    @Override
    public void close() {
        closed = true;
        clean();
    }

    private synchronized void clean() {
        if (cleaned) {
            return;
        }
        cleaned = true;
        List<String> left = new ArrayList<>();
        for (String pool : pools.values().stream().distinct().toList()) {
            try {
                if (lent == null) {
                    within(() -> delete(pool));
                } else {
                    clearAll(pool, readNamespace());
                    clearAll(pool, writeNamespace());
                }
            } catch (RuntimeException e) {
                String what = lent == null
                        ? "pool " + pool + " was"
                        : "namespaces " + readNamespace() + " and " + writeNamespace() + " of " + pool + " were";
                left.add(what + " not removed from " + cluster.name() + ": " + e.getMessage());
            }
        }
        if (!left.isEmpty()) {
            throw new Failure(String.join("; ", left));
        }
    }

    private void delete(String pool) {
        try {
            cluster.client().deletePool(pool);
        } catch (RadosException e) {
            // If it is not there, it was asked for but never made.
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** The last operations of a client that was killed may arrive while the others' objects are removed. */
    private void clearAll(String pool, String namespace) {
        while (clear(pool, namespace) > 0) {
            // and look again
        }
    }

    /** A cluster that no longer answers must not keep this process. */
    private static void within(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread thread = new Thread(task, "pools");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(POOL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new Failure(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw new Failure("no answer for " + POOL_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
