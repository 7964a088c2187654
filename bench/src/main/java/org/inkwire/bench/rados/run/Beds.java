// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inkwire.cli.Failure;
import org.jspecify.annotations.Nullable;

/** All clusters of a run, each with its {@link Bed}. Closed also when this process is interrupted. Any thread. */
public final class Beds implements AutoCloseable {
    private final List<Bed> beds = new ArrayList<>();
    private final Launcher launcher;
    private final Thread interrupted = new Thread(this::interrupted, "remove-objects");

    private Beds(Launcher launcher) {
        this.launcher = launcher;
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /**
     * Connects to each, and makes its pools.
     *
     * @param daemons process ids of each cluster
     * @param copies see {@link Bed#make}
     * @throws Failure if one cannot be used; nothing is left
     */
    public static Beds make(
            List<Path> confs, List<List<Long>> daemons, List<Integer> copies, @Nullable String pool, Launcher launcher)
            throws IOException {
        Beds all = new Beds(launcher);
        try {
            List<String> names = names(confs);
            for (int i = 0; i < confs.size(); i++) {
                all.add(Cluster.connect(names.get(i), confs.get(i), daemons.get(i)), copies, pool);
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void add(Cluster cluster, List<Integer> copies, @Nullable String pool) throws IOException {
        try {
            if (pool != null && cluster.copiesIn(pool).isEmpty()) {
                throw new Failure(cluster.name() + " has no pool " + pool);
            }
            Bed bed = Bed.make(cluster, copies, pool);
            synchronized (beds) {
                beds.add(bed);
            }
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
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
        launcher.close();
        beds().forEach(bed -> {
            try {
                bed.close();
            } catch (Failure e) {
                System.err.println(e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        launcher.close();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException ending) {
            // it runs, and removes the same
        }
        Failure failure = null;
        for (Bed bed : beds()) {
            try {
                bed.close();
            } catch (Failure e) {
                failure = e;
            }
            bed.cluster().close();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
