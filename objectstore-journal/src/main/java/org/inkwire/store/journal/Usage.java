// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import java.util.concurrent.atomic.AtomicLong;

/** What a store holds, in bytes; what an overwrite has left behind in the journal is not counted. Any thread. */
final class Usage {
    final AtomicLong data = new AtomicLong();
    final AtomicLong omap = new AtomicLong();

    long used() {
        return data.get() + omap.get();
    }
}
