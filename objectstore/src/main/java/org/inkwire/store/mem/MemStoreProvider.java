// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import org.inkwire.cluster.conf.Options;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreConfig;

/**
 * {@code osd_objectstore = memstore}: {@link MemStore}; its size is {@code memstore_device_bytes} unless configured
 * otherwise.
 */
public final class MemStoreProvider implements ObjectStoreProvider {
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
        long capacity = config.capacityBytes() > 0
                ? config.capacityBytes()
                : config.conf().get(Options.MEMSTORE_DEVICE_BYTES);
        return new MemStore(config.allocator(), capacity);
    }
}
