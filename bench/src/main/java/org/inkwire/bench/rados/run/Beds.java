// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inkwire.cli.Failure;
import org.jspecify.annotations.Nullable;

/** All clusters of a run, each with its {@link Bed}. Closed also when this process is interrupted. Any thread. */
public final class Beds implements AutoCloseable {
    /** With its lock, like the next. */
    private final List<Bed> beds = new ArrayList<>();

    private boolean closed;

    private final Launcher launcher;
    private final PrintWriter err;
    private final Thread interrupted = new Thread(this::interrupted, "remove-objects");

    private Beds(Launcher launcher, PrintWriter err) {
        this.launcher = launcher;
        this.err = err;
    }

    /**
     * None yet.
     *
     * @param err is told what may take its time
     */
    public static Beds open(Launcher launcher, PrintWriter err) {
        Beds beds = new Beds(launcher, err);
        Runtime.getRuntime().addShutdownHook(beds.interrupted);
        return beds;
    }

    /**
     * Connects to each, and makes its pools.
     *
     * @param daemons process ids of each cluster
     * @param copies a pool is made for each
     * @param pool to use instead; null: none
     * @throws Failure if one cannot be used
     */
    public void prepare(List<Path> confs, List<List<Long>> daemons, List<Integer> copies, @Nullable String pool)
            throws IOException {
        List<String> names = names(confs);
        for (int i = 0; i < confs.size(); i++) {
            say("connecting to " + names.get(i) + " (" + confs.get(i) + ")");
            Bed bed = new Bed(Cluster.connect(names.get(i), confs.get(i), daemons.get(i)), copies, pool);
            add(bed);
            if (pool != null && bed.cluster().copiesIn(pool).isEmpty()) {
                throw new Failure(bed.cluster().name() + " has no pool " + pool);
            }
            bed.prepare();
        }
    }

    /** From here on, what is made is removed. */
    private void add(Bed bed) {
        Cluster cluster = bed.cluster();
        synchronized (beds) {
            String obstacle = closed ? "interrupted" : sameAs(cluster);
            if (obstacle != null) {
                cluster.close();
                throw new Failure(obstacle);
            }
            beds.add(bed);
        }
    }

    private @Nullable String sameAs(Cluster cluster) {
        for (Bed bed : beds) {
            if (bed.cluster().client().fsid().equals(cluster.client().fsid())) {
                return bed.cluster().conf() + " and " + cluster.conf() + " are of one cluster, fsid "
                        + cluster.client().fsid();
            }
        }
        return null;
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    /** The directories that hold the files, if they differ. */
    static List<String> names(List<Path> confs) {
        List<String> names = new ArrayList<>();
        for (Path conf : confs) {
            String name = Optional.ofNullable(conf.toAbsolutePath().normalize().getParent())
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .filter(n -> n.matches("[A-Za-z0-9._-]+"))
                    .orElse("cluster");
            names.add(name);
        }
        if (names.stream().distinct().count() < names.size()) {
            return List.of(names.get(0) + "-a", names.get(1) + "-b");
        }
        return names;
    }

    /** In the order of their files. */
    public List<Bed> beds() {
        synchronized (beds) {
            return List.copyOf(beds);
        }
    }

    /** See {@link Cluster#notes}. */
    public List<String> notes() throws IOException {
        List<String> notes = new ArrayList<>();
        for (Bed bed : beds()) {
            notes.addAll(bed.cluster().notes());
        }
        return notes;
    }

    private void interrupted() {
        beds().forEach(bed -> say("removing what was made on " + bed.cluster().name()));
        removeAll().forEach(this::say);
    }

    /**
     * Ends the clients, and removes what was made.
     *
     * @return what could not be removed, a line for each cluster
     */
    private List<String> removeAll() {
        launcher.close();
        synchronized (beds) {
            closed = true;
        }
        List<String> left = new ArrayList<>();
        for (Bed bed : beds()) {
            try {
                bed.close();
            } catch (Failure e) {
                left.add(String.valueOf(e.getMessage()));
            }
        }
        return left;
    }

    /** @throws Failure that names all that was left */
    @Override
    public void close() {
        List<String> left = removeAll();
        beds().forEach(bed -> bed.cluster().close());
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException ending) {
            // it runs, and waits until the same is removed
        }
        if (!left.isEmpty()) {
            throw new Failure(String.join("; ", left));
        }
    }
}
