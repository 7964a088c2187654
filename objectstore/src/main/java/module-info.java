// SPDX-License-Identifier: Apache-2.0
/** Object stores: the interface, its provider SPI and the memory store. */
module org.inkwire.store {
    requires transitive org.inkwire.cluster;
    requires transitive io.netty.buffer;
    requires io.netty.common;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.store;
    exports org.inkwire.store.mem;

    uses org.inkwire.store.ObjectStoreProvider;

    provides org.inkwire.store.ObjectStoreProvider with
            org.inkwire.store.mem.MemStoreProvider;
}
