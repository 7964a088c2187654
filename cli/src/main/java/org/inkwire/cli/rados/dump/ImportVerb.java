// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cli.Errors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.rados.Session;
import org.inkwire.cli.rados.ToolOption;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.WriteOp;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/** {@code rados import}: writes the objects of a dump into the pool. Confined to one thread. */
public final class ImportVerb {
    private final Session s;
    private final boolean dryRun;
    private final boolean keepExisting;

    /** Where the sections go; null: nowhere. */
    private @Nullable IoCtx io;

    private String oid = "";

    private ImportVerb(Session s) {
        this.s = s;
        this.dryRun = s.arguments().has(ToolOption.DRY_RUN);
        this.keepExisting = s.arguments().has(ToolOption.NO_OVERWRITE);
    }

    public static void run(Session s) {
        String file = s.operand(0);
        try (InputStream in = new BufferedInputStream(Session.input(file))) {
            DumpReader reader = new DumpReader(in);
            s.out().println("Importing pool");
            ImportVerb verb = new ImportVerb(s);
            boolean more = true;
            while (more) {
                DumpReader.Read section = reader.next();
                verb.take(section);
                more = section.section() != Section.POOL_END;
            }
        } catch (DumpException e) {
            throw new Failure("error importing " + file + ": " + e.getMessage(), e);
        } catch (MalformedInputException e) {
            throw new Failure("error importing " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure("error reading input file " + file + ": " + Errors.reason(e), e);
        } catch (RadosException e) {
            throw new Failure("error importing into pool " + s.poolName() + ": " + Session.reason(e), e);
        }
    }

    private void take(DumpReader.Read read) {
        if (read.section() == Section.OBJECT_BEGIN) {
            begin(DumpedName.decode(read.content()));
            return;
        }
        IoCtx target = io;
        if (read.section() == null || target == null) {
            return;
        }
        switch (read.section()) {
            case DATA -> {
                Decoder in = read.struct();
                long offset = in.u64();
                in.u64(); // the length, again
                target.write(oid, offset, ByteBuffer.wrap(in.blob()));
            }
            case ATTRS -> attributes(target, read.struct().blobMap());
            case OMAP_HEADER -> {
                byte[] header = read.struct().blob();
                if (header.length > 0) {
                    target.omapSetHeader(oid, header);
                }
            }
            case OMAP -> target.omapSet(oid, read.struct().blobMap());
            case OBJECT_END -> io = null;
            default -> {}
        }
    }

    private void begin(DumpedName name) {
        IoCtx target = s.io().withNamespace(name.namespace()).withLocatorKey(name.locator());
        boolean exists = exists(target, name.name());
        if (exists && keepExisting) {
            s.out().println("Skipping existing " + name);
            io = null;
            return;
        }
        s.out().println((exists ? "***Overwrite*** " : "Write ") + name);
        io = null;
        if (!dryRun) {
            oid = name.name();
            if (exists) {
                target.remove(oid);
            }
            target.create(oid, true);
            io = target;
        }
    }

    private static boolean exists(IoCtx io, String oid) {
        try {
            io.stat(oid);
            return true;
        } catch (RadosException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /** Those of users; others, such as the object info, are the OSD's own. */
    private void attributes(IoCtx target, Map<String, byte[]> dumped) {
        WriteOp op = new WriteOp();
        new TreeMap<>(dumped).forEach((name, value) -> {
            if (name.length() > 1 && name.startsWith("_")) {
                op.setXattr(name.substring(1), value);
            }
        });
        if (op.size() > 0) {
            target.operate(oid, op);
        }
    }
}
