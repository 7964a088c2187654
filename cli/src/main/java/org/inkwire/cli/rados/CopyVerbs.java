// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.inkwire.cli.Failure;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.ObjectEntry;
import org.inkwire.objecter.rados.WriteOp;

/** The verbs that copy objects, and the one that removes all of a pool. */
public final class CopyVerbs {
    /** Removals in flight. */
    private static final int CONCURRENCY = 16;

    private CopyVerbs() {}

    static void copy(Session s) {
        String oid = s.operand(0);
        String target = s.operandOrNull(1) != null ? s.operand(1) : oid;
        String pool = s.arguments().get(ToolOption.TARGET_POOL);
        String nspace = s.arguments().get(ToolOption.TARGET_NSPACE);
        String locator = s.arguments().get(ToolOption.TARGET_LOCATOR);
        IoCtx from = s.io();
        IoCtx to = pool == null ? from : s.open(pool).withNamespace(from.namespace());
        to = nspace == null ? to : to.withNamespace(nspace);
        to = locator == null ? to : to.withLocatorKey(locator);
        if (target.equals(oid) && to.poolId() == from.poolId() && to.namespace().equals(from.namespace())) {
            throw new Failure("cannot copy object into itself");
        }
        try {
            copy(from, oid, to, target);
        } catch (RadosException e) {
            throw new Failure(
                    "error copying " + s.at(oid) + " => " + (pool == null ? s.poolName() : pool) + "/" + target + ": "
                            + Session.reason(e),
                    e);
        }
    }

    private static void copy(IoCtx from, String oid, IoCtx to, String target) {
        try {
            to.operate(target, new WriteOp().copyFrom(from.async(), oid, 0));
        } catch (RadosException e) {
            if (!e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
            ObjectCopy.through(from, oid, to, target);
        }
    }

    static void copyPool(Session s) {
        String source = s.operand(0);
        String target = s.operand(1);
        if (source.equals(target)) {
            throw new Failure("cannot copy pool into itself");
        }
        s.err().println("WARNING: pool copy does not preserve user_version, which some     apps may rely on.");
        s.err().flush();
        IoCtx from = s.open(source);
        IoCtx to = s.open(target);
        try {
            for (ObjectEntry entry : from.listAllNamespaces()) {
                boolean located = !entry.locatorKey().isEmpty();
                s.out()
                        .println(source + ":" + entry.oid() + (located ? "(@" + entry.locatorKey() + ")" : "") + " => "
                                + target + ":" + entry.oid() + (located ? "(@" + entry.locatorKey() + ")" : ""));
                copy(at(from, entry), entry.oid(), at(to, entry), entry.oid());
            }
        } catch (RadosException e) {
            throw new Failure("error copying pool " + source + " => " + target + ": " + Session.reason(e), e);
        }
    }

    private static IoCtx at(IoCtx io, ObjectEntry entry) {
        return io.withNamespace(entry.namespace()).withLocatorKey(entry.locatorKey());
    }

    static void purge(Session s) {
        String pool = s.operand(0);
        if (!s.arguments().has(ToolOption.SURE)) {
            throw new Failure("WARNING:\n  This will PERMANENTLY DESTROY all objects from a pool with no way back.\n"
                    + "  To confirm, follow pool with --yes-i-really-really-mean-it");
        }
        IoCtx io = Session.attempt("error pool " + pool, () -> s.client().ioCtx(pool));
        s.out().println("Warning: using slow linear search");
        long removed;
        try {
            removed = removeAll(io, io.listAllNamespaces(), "");
        } catch (RadosException e) {
            throw new Failure("error purging pool " + pool + ": " + Session.reason(e), e);
        }
        s.out().println(removedText(removed));
        s.out().println("successfully purged pool " + pool);
    }

    public static String removedText(long count) {
        return "Removed " + count + (count == 1 ? " object" : " objects");
    }

    /**
     * Removes the listed objects whose names begin with {@code prefix}; those that somebody else removes count too.
     *
     * @return how many
     * @throws RadosException of the first removal that fails
     */
    public static long removeAll(IoCtx io, Iterable<ObjectEntry> objects, String prefix) {
        Queue<CompletionStage<?>> inFlight = new ArrayDeque<>();
        long count = 0;
        for (ObjectEntry entry : objects) {
            if (entry.oid().startsWith(prefix)) {
                AsyncIoCtx at = io.async().withNamespace(entry.namespace()).withLocatorKey(entry.locatorKey());
                inFlight.add(at.remove(entry.oid()));
                count++;
                if (inFlight.size() >= CONCURRENCY) {
                    awaitRemoved(inFlight.remove());
                }
            }
        }
        inFlight.forEach(CopyVerbs::awaitRemoved);
        return count;
    }

    private static void awaitRemoved(CompletionStage<?> removal) {
        try {
            Transfer.join(removal);
        } catch (RadosException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
