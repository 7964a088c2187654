// SPDX-License-Identifier: Apache-2.0
/** A persistent store that tests the provider SPI. Not a product. */
module org.inkwire.store.journal {
    requires transitive org.inkwire.store;
    requires transitive io.netty.buffer;
    requires static transitive org.jspecify;

    exports org.inkwire.store.journal;

    provides org.inkwire.store.ObjectStoreProvider with
            org.inkwire.store.journal.JournalStoreProvider;
}
