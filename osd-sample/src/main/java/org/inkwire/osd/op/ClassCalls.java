// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/** CALL: finds the method and runs it inside the request. */
final class ClassCalls {
    private final ClassHandler classes;
    private final OpHandler interpreter;

    /** @param interpreter executes the ops a method asks for */
    ClassCalls(ClassHandler classes, OpHandler interpreter) {
        this.classes = classes;
        this.interpreter = interpreter;
    }

    void register(OpTable table) {
        table.on(OpCode.CALL, this::call);
    }

    static boolean writes(ClassHandler classes, OSDOp op) {
        ClassHandler.Method method = find(classes, op);
        return method != null && method.writes();
    }

    static boolean isKnown(ClassHandler classes, OSDOp op) {
        return find(classes, op) != null;
    }

    private static ClassHandler.@Nullable Method find(ClassHandler classes, OSDOp op) {
        try {
            return classes.find(op.className(), op.methodName());
        } catch (MalformedInputException e) {
            return null;
        }
    }

    private int call(OpContext context, OSDOp op) {
        ByteBuf input = op.callInput();
        ClassHandler.Method method = classes.find(op.className(), op.methodName());
        if (method == null) {
            return Errno.EOPNOTSUPP.result();
        }
        if (method.writes()) {
            context.markUserModify();
        }
        ByteBuf output = Unpooled.buffer();
        int result = method.call(new Context(context), input, output);
        op.output(output);
        return result;
    }

    private final class Context implements ClassHandler.MethodContext {
        private final OpContext context;

        Context(OpContext context) {
            this.context = context;
        }

        @Override
        public HObject object() {
            return context.object();
        }

        @Override
        public int execute(OSDOp op) {
            int result = interpreter.execute(context, op);
            op.rval(result);
            return result;
        }
    }
}
