// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kind of store. Found by {@link ServiceLoader}; chosen by the option {@code osd_objectstore}. A provider passes the
 * {@code ObjectStoreContract} of {@code objectstore-testkit}. Stateless, any thread. Ceph: {@code ObjectStore::create}.
 */
public interface ObjectStoreProvider {
    /**
     * Finds a provider.
     *
     * @param osdObjectstore as the option {@code osd_objectstore}
     * @throws IllegalArgumentException if there is none of that name; names those there are
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

    /** {@code memstore}, …: the value of {@code osd_objectstore}. */
    String name();

    /**
     * Whether what is durable is there again after {@link ObjectStore#umount}, or the end of the process, and a mount on the
     * same directory. Otherwise a store's content ends with its umount.
     */
    boolean isPersistent();

    /**
     * A store that is not mounted. Touches no medium.
     *
     * @throws IllegalArgumentException if the configuration lacks what this kind needs
     */
    ObjectStore open(StoreConfig config);
}
