// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.inkwire.cluster.osd.Errno;

/**
 * What a command answers. Immutable.
 *
 * @param result 0 or a negative errno
 * @param status a line for the user
 * @param output usually JSON
 */
record Answer(int result, String status, String output) {
    static Answer json(JsonNode json) {
        return text(json.toPrettyString() + "\n");
    }

    static Answer text(String output) {
        return new Answer(0, "", output);
    }

    /** Done, with nothing to show but a line. */
    static Answer done(String status) {
        return new Answer(0, status, JsonNodeFactory.instance.objectNode().toPrettyString() + "\n");
    }

    static Answer refused(Errno errno, String why) {
        return new Answer(errno.result(), why, "");
    }
}
