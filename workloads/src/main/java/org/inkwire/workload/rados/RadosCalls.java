// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.Compare;
import org.inkwire.objecter.rados.OmapPage;
import org.inkwire.objecter.rados.ReadOp;
import org.inkwire.objecter.rados.Value;
import org.inkwire.objecter.rados.WriteOp;

/** Sends {@link Step}s to a cluster. Stateless. */
final class RadosCalls {
    /** More entries than the model ever creates. */
    private static final int OMAP_MAX = 1024;

    private RadosCalls() {}

    /** @return the result; fails as {@link AsyncIoCtx} does */
    static CompletionStage<Outcome.Done> run(AsyncIoCtx io, String oid, List<Step> steps) {
        if (steps.stream().anyMatch(s -> s instanceof Step.Change)) {
            WriteOp op = new WriteOp();
            steps.forEach(step -> add(op, step));
            return io.operate(oid, op).thenApply(version -> new Outcome.Done(version, List.of()));
        }
        ReadOp op = new ReadOp();
        List<Supplier<Long>> outputs = new ArrayList<>();
        steps.forEach(step -> add(op, step, outputs));
        return io.operate(oid, op)
                .thenApply(version -> new Outcome.Done(
                        version, outputs.stream().map(Supplier::get).toList()));
    }

    private static void add(WriteOp op, Step step) {
        if (step instanceof Step.Write w) {
            op.write(w.offset(), ByteBuffer.wrap(Bytes.of(w.tag(), w.length())));
        } else if (step instanceof Step.WriteFull w) {
            op.writeFull(ByteBuffer.wrap(Bytes.of(w.tag(), w.length())));
        } else if (step instanceof Step.Append a) {
            op.append(ByteBuffer.wrap(Bytes.of(a.tag(), a.length())));
        } else if (step instanceof Step.Truncate t) {
            op.truncate(t.size());
        } else if (step instanceof Step.Zero z) {
            op.zero(z.offset(), z.length());
        } else if (step instanceof Step.Remove) {
            op.remove();
        } else if (step instanceof Step.Create c) {
            op.create(c.exclusive());
        } else if (step instanceof Step.SetXattr x) {
            op.setXattr(x.name(), Bytes.text(x.tag()));
        } else if (step instanceof Step.RemoveXattr x) {
            op.removeXattr(x.name());
        } else if (step instanceof Step.OmapSet o) {
            op.omapSet(Map.of(o.key(), Bytes.text(o.tag())));
        } else if (step instanceof Step.OmapRemove o) {
            op.omapRemove(List.of(o.key()));
        } else if (step instanceof Step.AssertExists) {
            op.assertExists();
        } else if (step instanceof Step.AssertVersion v) {
            op.assertVersion(v.version());
        } else if (step instanceof Step.CompareXattr x) {
            op.compareXattr(x.name(), Compare.EQ, Bytes.text(x.tag()));
        } else {
            throw new IllegalArgumentException(step + " in an operation that changes");
        }
    }

    private static void add(ReadOp op, Step step, List<Supplier<Long>> outputs) {
        if (step instanceof Step.Stat) {
            var stat = op.stat();
            outputs.add(() -> stat.get().size());
        } else if (step instanceof Step.Read r) {
            Value<byte[]> bytes = op.read(r.offset(), r.length());
            outputs.add(() -> Bytes.digest(bytes.get(), 0, bytes.get().length));
        } else if (step instanceof Step.GetXattr x) {
            Value<byte[]> value = op.getXattr(x.name());
            outputs.add(() -> Steps.tag(value.get()));
        } else if (step instanceof Step.GetXattrs) {
            Value<Map<String, byte[]>> all = op.getXattrs();
            outputs.add(() -> ObjectState.digestOf(Steps.tags(all.get())));
        } else if (step instanceof Step.OmapGet) {
            Value<OmapPage> page = op.omapGet("", "", OMAP_MAX);
            outputs.add(() -> ObjectState.digestOf(Steps.tags(page.get().entries())));
        } else if (step instanceof Step.AssertExists) {
            op.assertExists();
        } else if (step instanceof Step.AssertVersion v) {
            op.assertVersion(v.version());
        } else if (step instanceof Step.CompareXattr x) {
            op.compareXattr(x.name(), Compare.EQ, Bytes.text(x.tag()));
        } else {
            throw new IllegalArgumentException(step + " in an operation that reads");
        }
    }
}
