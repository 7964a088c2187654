// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.testkit;

import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.mem.MemStoreProvider;

class MemStoreSplitTest extends CollectionSplitContract {
    @Override
    protected ObjectStoreProvider provider() {
        return new MemStoreProvider();
    }
}
