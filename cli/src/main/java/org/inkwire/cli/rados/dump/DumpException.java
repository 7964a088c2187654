// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import java.io.IOException;

/** A stream is not a dump of a pool, or is cut off. */
final class DumpException extends IOException {
    private static final long serialVersionUID = 1L;

    DumpException(String message) {
        super(message);
    }
}
