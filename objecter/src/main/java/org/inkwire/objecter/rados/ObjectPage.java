// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;

/**
 * Part of a listing. Immutable.
 *
 * @param entries may be empty before the end
 * @param next where the next page begins; {@link ObjectCursor#isEnd} if this is the last page
 */
public record ObjectPage(List<ObjectEntry> entries, ObjectCursor next) {
    public ObjectPage {
        entries = List.copyOf(entries);
    }
}
