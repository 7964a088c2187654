// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.testkit.ObjectStoreContract;

class JournalStoreContractTest extends ObjectStoreContract {
    @Override
    protected ObjectStoreProvider provider() {
        return new JournalStoreProvider();
    }
}
