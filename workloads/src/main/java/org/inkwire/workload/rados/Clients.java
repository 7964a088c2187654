// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.objecter.rados.RadosClient;

/** The clients of one cluster in real time, by number. Confined to the center. */
final class Clients {
    private final CephConf conf;
    private final NetworkStack stack;
    private final EventCenter center;
    private final Map<Integer, RadosClient> connected = new TreeMap<>();

    /**
     * @param stack of all clients; stays the caller's
     * @param center on which their stages complete
     */
    Clients(CephConf conf, NetworkStack stack, EventCenter center) {
        this.conf = conf;
        this.stack = stack;
        this.center = center;
    }

    CompletionStage<RadosClient> connect(int number) {
        return RadosClient.builder(conf)
                .stack(stack)
                .completions(center)
                .connectAsync()
                .thenApplyAsync(
                        client -> {
                            connected.put(number, client);
                            return client;
                        },
                        center);
    }

    void drop(int number) {
        RadosClient client = connected.remove(number);
        if (client != null) {
            client.closeAsync();
        }
    }
}
