// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.Machine;
import org.inkwire.bench.process.Result;
import org.inkwire.bench.rados.client.Order;
import org.inkwire.bench.rados.plan.Load;
import org.inkwire.bench.rados.plan.Plan;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.cli.Failure;

/** A client whose process stays alive: ours, or the one on librados. Not thread-safe. */
record LiveClient(Kind kind, Bed bed, Child process) implements Entrant {
    private static final long START_SECONDS = 60;
    private static final long SLACK_SECONDS = 90;
    private static final String READY = "ready";

    static LiveClient start(Kind kind, Bed bed, Launcher launcher) throws IOException, InterruptedException {
        Child process = launcher.client(kind, bed.cluster());
        try {
            String line = process.await(START_SECONDS);
            if (!line.equals(READY)) {
                throw new Failure("not ready: " + line);
            }
            return new LiveClient(kind, bed, process);
        } catch (InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public Sample take(Shape shape, int seconds, long objects) throws InterruptedException {
        boolean write = shape.load() == Load.WRITE;
        Order order = new Order(
                bed.pool(shape.copies()),
                write ? bed.writeNamespace() : bed.readNamespace(),
                shape.load(),
                shape.bytes(),
                shape.inFlight(),
                (int) TimeUnit.SECONDS.toMillis(seconds),
                write ? objects : Plan.readObjects(shape.bytes()),
                write ? bed.writePrefix() : bed.readPrefix(shape.bytes()));
        long cpu = Machine.cpuNanosOfProcess(process.pid());
        String line = process.ask(order.line(), seconds + SLACK_SECONDS);
        cpu = Machine.cpuNanosOfProcess(process.pid()) - cpu;
        try {
            return Sample.of(Result.parse(line), cpu);
        } catch (IllegalArgumentException e) {
            throw new Failure(line.strip(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
