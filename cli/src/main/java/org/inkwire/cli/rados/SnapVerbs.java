// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.Session.attempt;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inkwire.cli.Failure;
import org.inkwire.cli.JsonWriter;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.objecter.mon.CommandResult;
import org.inkwire.objecter.rados.ObjectClone;
import org.inkwire.objecter.rados.PoolSnapshot;

/** The verbs on snapshots. This client lists them; it neither reads nor writes at one. */
final class SnapVerbs {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy.MM.dd HH:mm:ss", Locale.ROOT);

    private SnapVerbs() {}

    /** Refuses {@code -s NAME}: an answer from the head would be a wrong one. */
    static void refuseSnapshot(Session s) {
        String name = s.arguments().get(ToolOption.SNAP);
        if (name != null && find(s, name).isEmpty()) {
            throw new Failure("error looking up snap '" + name + "': " + Errno.describe(Errno.ENOENT.code()));
        }
        String id = s.arguments().get(ToolOption.SNAPID);
        if (id != null
                && s.client().snapshots(s.poolName()).stream()
                        .noneMatch(snap -> Long.toString(snap.id()).equals(id))) {
            throw new Failure("snapid " + id + " doesn't exist in pool " + s.poolName());
        }
        if (name != null || id != null) {
            throw new Failure("this client does not read snapshots: " + Errno.describe(Errno.EOPNOTSUPP.code()));
        }
    }

    private static Optional<PoolSnapshot> find(Session s, String name) {
        return s.client().snapshots(s.poolName()).stream()
                .filter(snap -> snap.name().equals(name))
                .findFirst();
    }

    static void list(Session s) {
        List<PoolSnapshot> snaps = s.client().snapshots(s.poolName());
        for (PoolSnapshot snap : snaps) {
            s.out()
                    .println(snap.id() + "\t" + snap.name() + "\t"
                            + STAMP.format(snap.made().atZone(ZoneId.systemDefault())));
        }
        s.out().println(snaps.size() + " snaps");
    }

    static void make(Session s) {
        String snap = s.operand(0);
        String failure = "error creating pool " + s.poolName() + " snapshot " + snap;
        // Ceph's monitor takes it for done, and so for a success.
        if (find(s, snap).isPresent()) {
            throw new Failure(failure + ": " + Errno.describe(Errno.EEXIST.code()));
        }
        command(s, "mksnap", failure);
        s.out().println("created pool " + s.poolName() + " snap " + snap);
    }

    static void remove(Session s) {
        String snap = s.operand(0);
        String failure = "error removing pool " + s.poolName() + " snapshot " + snap;
        if (find(s, snap).isEmpty()) {
            throw new Failure(failure + ": " + Errno.describe(Errno.ENOENT.code()));
        }
        command(s, "rmsnap", failure);
        s.out().println("removed pool " + s.poolName() + " snap " + snap);
    }

    private static void command(Session s, String what, String failure) {
        s.io();
        CommandResult result = s.client()
                .monCommand(JsonWriter.line(json -> json.beginObject(null)
                        .text("prefix", "osd pool " + what)
                        .text("pool", s.poolName())
                        .text("snap", s.operand(0))
                        .end()));
        if (result.result() < 0) {
            throw new Failure(failure + ": " + Errno.describe(result.result()));
        }
    }

    static void rollback(Session s) {
        String oid = s.operand(0);
        String snap = s.operand(1);
        Errno why = find(s, snap).isPresent() ? Errno.EOPNOTSUPP : Errno.ENOENT;
        throw new Failure(
                "error rolling back pool " + s.poolName() + " to snapshot " + oid + ": " + Errno.describe(why.code()));
    }

    static void listClones(Session s) {
        String oid = s.operand(0);
        List<ObjectClone> clones = attempt("error listing snap shots " + s.at(oid), () -> s.io().listClones(oid));
        JsonWriter json = JsonWriter.of(s.arguments().get(ToolOption.FORMAT), s.out());
        if (json == null) {
            s.out().println(oid + ":\ncloneid\tsnaps\tsize\toverlap");
            for (ObjectClone clone : clones) {
                s.out().println(row(clone));
            }
            return;
        }
        Map<Long, String> names = new HashMap<>();
        s.client().snapshots(s.poolName()).forEach(snap -> names.put(snap.id(), snap.name()));
        json.beginObject(null).text("name", oid).beginArray("clones");
        for (ObjectClone clone : clones) {
            json.beginObject(null);
            if (clone.isHead()) {
                json.text("id", "head");
            } else {
                json.number("id", clone.id());
            }
            json.beginArray("snapshots");
            for (long snap : clone.snapshots()) {
                json.beginObject(null).number("id", snap);
                String name = names.get(snap);
                if (name != null) {
                    json.text("name", name);
                }
                json.end();
            }
            json.end().number("size", clone.size());
            if (!clone.isHead()) {
                json.beginArray("overlaps");
                for (Extent extent : clone.overlap()) {
                    json.beginObject(null)
                            .number("start", extent.offset())
                            .number("length", extent.length())
                            .end();
                }
                json.end();
            }
            json.end();
        }
        json.end().end().finish();
    }

    private static String row(ObjectClone clone) {
        if (clone.isHead()) {
            return "head\t-\t" + clone.size();
        }
        String snaps = clone.snapshots().stream().map(String::valueOf).collect(Collectors.joining(","));
        String overlap = clone.overlap().stream()
                .map(extent -> extent.offset() + "~" + extent.length())
                .collect(Collectors.joining(",", "[", "]"));
        return clone.id() + "\t" + snaps + "\t" + clone.size() + "\t" + overlap;
    }
}
