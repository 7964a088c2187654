// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import java.nio.file.Path;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreConfig;

/** {@code osd_objectstore = journalstore}. */
public final class JournalStoreProvider implements ObjectStoreProvider {
    @Override
    public String name() {
        return "journalstore";
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public ObjectStore open(StoreConfig config) {
        Path directory = config.directory();
        if (directory == null) {
            throw new IllegalArgumentException("journalstore needs a directory, but osd_data is not set");
        }
        return new JournalStore(directory, config);
    }
}
