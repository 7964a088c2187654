// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kind of store. Found by {@link ServiceLoader}; selected by the option {@code osd_objectstore}. Every provider must
 * pass {@code ObjectStoreContract} of {@code objectstore-testkit}. Stateless, any thread. Ceph: {@code
 * ObjectStore::create}.
 */
public interface ObjectStoreProvider {
    /**
     * Finds a provider.
     *
     * @param osdObjectstore value of the option {@code osd_objectstore}
     * @throws IllegalArgumentException if there is no such provider; the message lists the available ones
     */
    static ObjectStoreProvider named(String osdObjectstore) {
        Set<String> names = new TreeSet<>();
        for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
            if (provider.name().equals(osdObjectstore)) {
                return provider;
            }
            names.add(provider.name());
        }
        throw new IllegalArgumentException("osd_objectstore " + osdObjectstore + " is unknown; there are " + names);
    }

    /** The value of {@code osd_objectstore}, such as {@code memstore}. */
    String name();

    /**
     * Whether durable content survives {@link ObjectStore#umount} or the end of the process, and is back after a mount
     * on the same directory. Otherwise a store's content is gone once it is unmounted.
     */
    boolean isPersistent();

    /**
     * Creates a store that is not mounted. Does not touch any medium.
     *
     * @throws IllegalArgumentException if the configuration lacks what this kind needs
     */
    ObjectStore open(StoreConfig config);
}
