// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.cluster.LocalCluster;
import org.inkwire.osd.cluster.LocalClusterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose OSDs keep their objects in journals. */
class JournalClusterIT extends LocalClusterContract {
    private static final int OBJECTS = 20;

    @TempDir
    Path directory;

    @Override
    protected LocalCluster.Builder builder() {
        return LocalCluster.builder()
                .dir(directory)
                .option("osd_objectstore", "journalstore")
                .option("mon_warn_on_pool_no_app", "false");
    }

    @Test
    void aClusterThatIsStartedAgainHasItsObjects() {
        UUID fsid = UUID.randomUUID();
        try (LocalCluster cluster = builder().fsid(fsid).startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            for (int i = 0; i < OBJECTS; i++) {
                client.ioCtx("data").writeFull("object-" + i, content(i));
            }
        }
        try (LocalCluster again = builder().fsid(fsid).startAndWait();
                RadosClient client = RadosClient.connect(again.conf())) {
            for (int i = 0; i < OBJECTS; i++) {
                assertThat(client.ioCtx("data").read("object-" + i)).isEqualTo(content(i));
            }
        }
    }
}
