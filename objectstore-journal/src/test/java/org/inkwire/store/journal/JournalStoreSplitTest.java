// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.testkit.CollectionSplitContract;

class JournalStoreSplitTest extends CollectionSplitContract {
    @Override
    protected ObjectStoreProvider provider() {
        return new JournalStoreProvider();
    }
}
