// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.op.OSDOp;
import org.jspecify.annotations.Nullable;

/** Finds object class methods for CALL. Called on any PG's thread. Ceph: {@code src/osd/ClassHandler.h}. */
@FunctionalInterface
public interface ClassHandler {
    /** Knows no class. */
    ClassHandler NONE = (className, methodName) -> null;

    /** Null if there is no such class or method: the client gets EOPNOTSUPP. */
    @Nullable
    Method find(String className, String methodName);

    /** A method of an object class. */
    interface Method {
        /** Whether it may change the object: flag {@code CLS_METHOD_WR}. */
        boolean writes();

        /**
         * Runs inside the request: what it changes through {@code context} joins the request's transaction.
         *
         * @param input borrowed
         * @param output borrowed; becomes the op's output
         * @return 0 or more, or a negative errno, which fails the op
         */
        int call(MethodContext context, ByteBuf input, ByteBuf output);
    }

    /** What a method may do: any op on the object it was called on. */
    interface MethodContext {
        HObject object();

        /**
         * Executes an op as if it stood in the request. Its output is in {@code op} afterwards.
         *
         * @param op borrowed; release it when done
         * @return its result, 0 or more or a negative errno
         */
        int execute(OSDOp op);
    }
}
