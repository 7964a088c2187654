// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.readme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.objecter.rados.WriteOp;

public class ClientExample {
    public static void main(String[] args) {
        CephConf conf = CephConf.builder().file(Path.of(args[0])).build();
        try (RadosClient client = RadosClient.connect(conf)) {
            IoCtx pool = client.ioCtx("data");
            pool.writeFull("greeting", "hello".getBytes(UTF_8)); // waits for every replica
            pool.operate( // all of it or nothing
                    "greeting",
                    new WriteOp()
                            .setXattr("language", "en".getBytes(UTF_8))
                            .omapSet(Map.of("seen", "1".getBytes(UTF_8))));
            pool.async() // does not wait
                    .read("greeting", 0, 0)
                    .thenAccept(bytes -> System.out.println(new String(bytes, UTF_8)))
                    .toCompletableFuture()
                    .join();
            pool.list().forEach(object -> System.out.println(object.oid()));
        }
    }
}
