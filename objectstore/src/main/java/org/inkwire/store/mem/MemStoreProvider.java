// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code osd_objectstore = memstore}: {@link MemStore}. Its size is {@code memstore_device_bytes} unless configured
 * otherwise, but not more than the memory there is for it.
 */
public final class MemStoreProvider implements ObjectStoreProvider {
    private static final Logger log = LoggerFactory.getLogger(MemStoreProvider.class);

    @Override
    public String name() {
        return "memstore";
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public ObjectStore open(StoreConfig config) {
        long wanted = config.capacityBytes() > 0
                ? config.capacityBytes()
                : config.conf().get(Options.MEMSTORE_DEVICE_BYTES);
        long possible = config.memory().storeBytes();
        boolean asked = config.capacityBytes() > 0
                || config.conf().layerOf(Options.MEMSTORE_DEVICE_BYTES) != CephConf.Layer.DEFAULT;
        if (wanted > possible && asked) {
            log.warn(
                    "{}: {} bytes wanted, but the memory of this process allows {}: see -Xmx and -XX:MaxDirectMemorySize",
                    config.conf().name(),
                    wanted,
                    possible);
        }
        return new MemStore(
                config.allocator(), Math.min(wanted, possible), config.memory().spareBytes());
    }
}
