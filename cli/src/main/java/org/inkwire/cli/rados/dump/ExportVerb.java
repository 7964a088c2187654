// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cli.Errors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Output;
import org.inkwire.cli.rados.Session;
import org.inkwire.cli.rados.Transfer;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.ObjectEntry;
import org.inkwire.objecter.rados.OmapPage;

/** {@code rados export}: each object of the pool, in all namespaces. */
public final class ExportVerb {
    private static final int OMAP_PAGE = 1024;

    private ExportVerb() {}

    public static void run(Session s) {
        String file = s.operandCount() > 0 ? s.operand(0) : Session.STANDARD_STREAM;
        try (OutputStream out = new BufferedOutputStream(s.output(file))) {
            DumpWriter writer = new DumpWriter(out);
            writer.mark(Section.POOL_BEGIN);
            for (ObjectEntry entry : s.io().listAllNamespaces()) {
                export(s.io().withNamespace(entry.namespace()).withLocatorKey(entry.locatorKey()), entry, writer);
            }
            writer.mark(Section.POOL_END);
        } catch (Output.Lost e) {
            throw e;
        } catch (IOException e) {
            throw new Failure("error writing to file " + file + ": " + Errors.reason(e), e);
        } catch (RadosException e) {
            throw new Failure("error exporting pool " + s.poolName() + ": " + Session.reason(e), e);
        }
    }

    private static void export(IoCtx io, ObjectEntry entry, DumpWriter writer) throws IOException {
        String oid = entry.oid();
        Map<String, byte[]> attributes = new TreeMap<>();
        try {
            // In the store, names of users' attributes begin with an underscore.
            io.getXattrs(oid).forEach((name, value) -> attributes.put("_" + name, value));
        } catch (RadosException e) {
            if (e.is(Errno.ENOENT)) {
                return; // removed since it was listed
            }
            throw e;
        }
        writer.objectBegin(new DumpedName(entry.namespace(), entry.locatorKey(), oid));
        long offset = 0;
        byte[] part;
        do {
            part = io.read(oid, offset, Transfer.OP_SIZE);
            if (part.length > 0) {
                writer.data(offset, part);
            }
            offset += part.length;
        } while (part.length == Transfer.OP_SIZE);
        writer.entries(Section.ATTRS, attributes);
        writer.omapHeader(io.omapGetHeader(oid));
        String after = "";
        boolean more = true;
        while (more) {
            OmapPage page = io.omapGet(oid, after, "", OMAP_PAGE);
            if (!page.entries().isEmpty()) {
                writer.entries(Section.OMAP, page.entries());
            }
            for (String key : page.entries().keySet()) {
                after = key;
            }
            more = page.more() && !page.entries().isEmpty();
        }
        writer.mark(Section.OBJECT_END);
    }
}
