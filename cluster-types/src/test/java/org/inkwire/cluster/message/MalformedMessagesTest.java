// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.inkwire.cluster.message.CapturedMessages.Captured;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.testkit.memory.HeapAllocation;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.junit.jupiter.api.Test;

class MalformedMessagesTest {
    private static final int INPUTS = 100_000;
    private static final int WARM_UP = 5_000;
    private static final int MAX_PER_TYPE = 20;

    /** Bytes any decode may allocate: an exception with its trace, a string or two about it. */
    private static final long ALLOCATION_BASE = 32 * 1024;

    /** Heap bytes per input byte: a map entry of 8 bytes becomes a boxed key, an array, a node and a table slot. */
    private static final long ALLOCATION_PER_BYTE = 64;

    private static final long SEED = Long.getLong("inkwire.seed", 20261121);

    private final Random random = new Random(SEED);

    private record Input(byte[] header, byte[] front, byte[] data) {}

    @Test
    void randomAndMutatedBytesGiveMalformedInputExceptionOnlyAndAllocateInProportion() {
        List<Input> real = realMessages();
        // Classes load and initialize on first use, whatever the input.
        for (int i = 0; i < WARM_UP; i++) {
            decode(mutated(real.get(i % real.size())));
        }
        int refused = 0;
        int accepted = 0;
        long most = 0;
        for (int i = 0; i < INPUTS; i++) {
            Input base = real.get(random.nextInt(real.size()));
            Input input = random.nextInt(5) == 0 ? randomInput(base) : mutated(base);
            int size = input.front.length + input.data.length;
            long allowed = ALLOCATION_BASE + ALLOCATION_PER_BYTE * size;
            long before = HeapAllocation.ofThisThread();
            boolean taken = decode(input);
            long allocated = HeapAllocation.ofThisThread() - before;
            if (allocated >= allowed) {
                // A class that only this input needs has been loaded: not again.
                before = HeapAllocation.ofThisThread();
                decode(input);
                allocated = HeapAllocation.ofThisThread() - before;
            }
            assertThat(allocated)
                    .as("seed %d, input %d of %d bytes", SEED, i, size)
                    .isLessThan(allowed);
            most = Math.max(most, allocated);
            if (taken) {
                accepted++;
            } else {
                refused++;
            }
        }
        System.out.printf(
                "%d inputs: %d refused, %d accepted, at most %d bytes allocated by one%n",
                INPUTS, refused, accepted, most);
        assertThat(refused).isGreaterThan(INPUTS / 10);
        assertThat(accepted).isGreaterThan(INPUTS / 10);
    }

    /** @return false if the bytes were refused in the only permitted way */
    private static boolean decode(Input input) {
        MessageHeader header = new MessageHeader().decode(Unpooled.wrappedBuffer(input.header));
        ByteBuf front = Unpooled.wrappedBuffer(input.front);
        try {
            Message message = ClusterMessages.registry()
                    .decode(header, front, Unpooled.EMPTY_BUFFER, Unpooled.wrappedBuffer(input.data));
            try {
                use(message);
            } finally {
                message.release();
            }
            return true;
        } catch (MalformedInputException e) {
            return false;
        }
    }

    /** Reads the lazily decoded parts. */
    private static void use(Message message) {
        if (message instanceof MOSDOp m) {
            for (OSDOp op : m.ops()) {
                op.xattrName();
                op.xattrValue();
                op.className();
                op.methodName();
                op.callInput();
            }
        } else if (message instanceof MMgrMap m) {
            m.active();
        }
    }

    private Input randomInput(Input base) {
        return new Input(base.header, randomBytes(random.nextInt(300)), randomBytes(random.nextInt(50)));
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Input mutated(Input base) {
        byte[] header = base.header.clone();
        byte[] front = base.front.clone();
        byte[] data = base.data;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            switch (random.nextInt(8)) {
                case 0 -> front = Arrays.copyOf(front, random.nextInt(front.length + 1));
                case 1 -> front = Arrays.copyOf(front, front.length + random.nextInt(64));
                case 2 -> data = Arrays.copyOf(data, random.nextInt(data.length + 1));
                // Low byte of version or compat version.
                case 3 -> header[random.nextBoolean() ? 20 : 37] = (byte) random.nextInt(12);
                case 4, 5 -> {
                    // A count or length that is far too large, or negative.
                    if (front.length >= 4) {
                        int at = random.nextInt(front.length - 3);
                        int value = random.nextBoolean() ? -1 - random.nextInt(16) : 1 << random.nextInt(31);
                        Unpooled.wrappedBuffer(front).setIntLE(at, value);
                    }
                }
                default -> {
                    if (front.length > 0) {
                        front[random.nextInt(front.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
            }
        }
        return new Input(header, front, data);
    }

    private static List<Input> realMessages() {
        List<Input> inputs = new ArrayList<>();
        Map<Integer, Integer> perType = new HashMap<>();
        for (Captured captured : CapturedMessages.all()) {
            int type = captured.header().type();
            if (ClusterMessages.registry().knows(type)
                    && captured.frame().front().length < 20_000
                    && perType.merge(type, 1, Integer::sum) <= MAX_PER_TYPE) {
                inputs.add(new Input(
                        captured.frame().segment(0),
                        captured.frame().front(),
                        captured.frame().data()));
            }
        }
        for (Message message : SampleMessages.oneOfEach()) {
            ByteBuf header = Unpooled.buffer();
            new MessageHeader().set(message, 1, 0).encode(header);
            inputs.add(new Input(
                    CapturedMessages.bytes(header),
                    CapturedMessages.encodeFront(message),
                    CapturedMessages.bytes(message.data())));
            message.release();
        }
        return inputs;
    }
}
