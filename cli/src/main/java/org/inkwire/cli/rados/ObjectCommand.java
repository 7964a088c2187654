// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import picocli.CommandLine.ParentCommand;

/** A command on the objects of one pool: connects, opens the pool, runs, closes. */
abstract class ObjectCommand implements Callable<Integer> {
    @ParentCommand
    RadosCommand rados;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        try (RadosClient client = rados.connect()) {
            run(rados.open(client));
        }
        rados.out().flush();
        return 0;
    }

    /** Runs the command; a failure ends it with status 1. */
    abstract void run(IoCtx io) throws IOException, InterruptedException;

    /** {@code pool/object}, as the rados tool names objects in messages. */
    final String at(String oid) {
        return rados.poolName() + "/" + oid;
    }
}
