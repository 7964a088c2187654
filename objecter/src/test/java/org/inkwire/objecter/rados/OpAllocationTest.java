// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.objecter.fake.FakeClient;
import org.inkwire.testkit.memory.HeapAllocation;
import org.inkwire.testkit.msgr.FakeConnection;
import org.junit.jupiter.api.Test;

/**
 * Heap bytes that one operation of 4 KiB costs above the messenger: on the thread that submits it, up to the message
 * and the stage, and on the one that brings its answer. Interpreted and compiled code differ by what the compiler
 * leaves out, so the bounds have room.
 */
class OpAllocationTest {
    private static final int ROUNDS = 2000;
    private static final int BYTES = 4096;

    private final FakeClient client = new FakeClient(1024, null);
    private final AsyncIoCtx io = new AsyncIoCtx(client.objecter, 1, "", "", Duration.ofSeconds(30));
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private final ByteBuf content = Unpooled.wrappedBuffer(new byte[BYTES]);

    /** Bytes per operation on the caller's thread and on the worker's. */
    private record Cost(long caller, long worker) {}

    /** Once the classes are loaded. */
    private Cost cost(Supplier<CompletionStage<?>> start, int outputBytes) {
        measure(start, outputBytes);
        return measure(start, outputBytes);
    }

    private Cost measure(Supplier<CompletionStage<?>> start, int outputBytes) {
        long caller = 0;
        long worker = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long before = HeapAllocation.ofThisThread();
            CompletionStage<?> stage = start.get();
            caller += HeapAllocation.ofThisThread() - before;
            FakeConnection osd = client.osd(1);
            MOSDOp sent = osd.lastSent(MOSDOp.class);
            osd.take();
            OSDOp replied = OSDOp.of(sent.ops().get(0).code());
            if (outputBytes > 0) {
                replied.output(content.retainedSlice(0, outputBytes));
            }
            MOSDOpReply reply =
                    MOSDOpReply.to(sent, 0, 23, OsdFlag.ACK | OsdFlag.ONDISK, List.of(replied), EVersion.ZERO, 7);
            before = HeapAllocation.ofThisThread();
            client.objecter.msFastDispatch(osd, reply);
            worker += HeapAllocation.ofThisThread() - before;
            client.centers.run();
            assertThat(stage.toCompletableFuture()).isCompleted();
            reply.release();
            replied.release();
            sent.release();
        }
        return new Cost(caller / ROUNDS, worker / ROUNDS);
    }

    @Test
    void aWriteCostsAFewObjects() {
        Cost cost = cost(() -> io.write("foo", 0, buffer), 0);
        assertThat(cost.caller()).as("caller: %s", cost).isLessThan(1200);
        assertThat(cost.worker()).as("worker: %s", cost).isLessThan(200);
    }

    @Test
    void aReadIntoTheCallersBufferCostsAFewObjects() {
        Cost cost = cost(() -> io.readInto("foo", 0, buffer.clear()), BYTES);
        assertThat(cost.caller()).as("caller: %s", cost).isLessThan(1100);
        assertThat(cost.worker()).as("worker: %s", cost).isLessThan(300);
    }

    @Test
    void aReadCostsItsContentAndAFewObjects() {
        Cost cost = cost(() -> io.read("foo", 0, BYTES), BYTES);
        assertThat(cost.caller()).as("caller: %s", cost).isLessThan(1100);
        assertThat(cost.worker()).as("worker: %s", cost).isLessThan(BYTES + 300);
    }
}
