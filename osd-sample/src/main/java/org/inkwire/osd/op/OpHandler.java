// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.inkwire.cluster.osd.op.OSDOp;

/** Executes ops of one code: checks, then changes, so that a failing op leaves nothing behind. */
@FunctionalInterface
interface OpHandler {
    /**
     * @return 0 or more, or a negative errno
     * @throws org.inkwire.wire.MalformedInputException for input that does not decode: EINVAL
     */
    int execute(OpContext context, OSDOp op);
}
