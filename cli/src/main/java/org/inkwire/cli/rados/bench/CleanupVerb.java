// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.inkwire.cli.Failure;
import org.inkwire.cli.rados.CopyVerbs;
import org.inkwire.cli.rados.Session;
import org.inkwire.cli.rados.ToolOption;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.ObjectEntry;
import org.jspecify.annotations.Nullable;

/**
 * {@code rados cleanup}: removes what write benchmarks left. A benchmark that came to its end has described its
 * objects; those of one that was interrupted are found by their names, in a listing of the whole pool.
 */
public final class CleanupVerb {
    private CleanupVerb() {}

    public static void run(Session s) {
        String prefix = Objects.requireNonNullElse(s.arguments().get(ToolOption.PREFIX), BenchObjects.PREFIX);
        if (!prefix.startsWith(BenchObjects.PREFIX)) {
            throw new Failure("Specified --prefix invalid, it must begin with \"" + BenchObjects.PREFIX + "\"");
        }
        try {
            clean(s, prefix, BenchVerb.runName(s));
        } catch (RadosException e) {
            throw new Failure("error during cleanup: " + Session.reason(e), e);
        }
    }

    private static void clean(Session s, String prefix, String runName) {
        IoCtx pool = s.io();
        boolean all = s.arguments().has(ToolOption.ALL);
        Set<String> described = new HashSet<>();
        boolean undescribed = false;
        for (ObjectEntry entry : all ? pool.listAllNamespaces() : pool.list()) {
            if (entry.oid().equals(runName)) {
                described.add(entry.namespace());
            }
            undescribed |= entry.oid().startsWith(prefix);
        }
        for (String namespace : described) {
            IoCtx io = pool.withNamespace(namespace);
            BenchObjects objects = described(io, runName);
            if (objects != null) {
                s.out().println(CopyVerbs.removedText(remove(io, HostName.get(), objects, runName)));
            }
        }
        // What a run of another name left is not ours to remove.
        if (undescribed && runName.equals(BenchObjects.LAST)) {
            Iterable<ObjectEntry> rest = all ? pool.listAllNamespaces() : pool.list();
            if (anyBeginsWith(rest, prefix)) {
                s.out().println("Warning: using slow linear search");
                s.out().println(CopyVerbs.removedText(CopyVerbs.removeAll(pool, rest, prefix)));
            }
        }
    }

    private static boolean anyBeginsWith(Iterable<ObjectEntry> entries, String prefix) {
        for (ObjectEntry entry : entries) {
            if (entry.oid().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** What the last benchmark of this name wrote; null if there is no description. */
    static @Nullable BenchObjects described(IoCtx io, String runName) {
        try {
            return BenchObjects.decode(io.read(runName));
        } catch (RadosException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw new Failure(runName + ": " + e.getMessage(), e);
        }
    }

    /** Removes the objects and their description. @return how many objects there were */
    static long remove(IoCtx io, String host, BenchObjects objects, String runName) {
        Iterable<ObjectEntry> entries = () -> LongStream.range(0, objects.objects())
                .mapToObj(i -> new ObjectEntry(io.namespace(), objects.name(host, i), ""))
                .iterator();
        long count = CopyVerbs.removeAll(io, entries, "");
        try {
            io.remove(runName);
        } catch (RadosException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        return count;
    }
}
