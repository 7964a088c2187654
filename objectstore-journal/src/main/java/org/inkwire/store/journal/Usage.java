// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import java.util.concurrent.atomic.AtomicLong;

/** Content of a store, in bytes, not counting overwritten bytes that remain in the journal. Any thread. */
final class Usage {
    final AtomicLong data = new AtomicLong();
    final AtomicLong omap = new AtomicLong();

    long used() {
        return data.get() + omap.get();
    }
}
