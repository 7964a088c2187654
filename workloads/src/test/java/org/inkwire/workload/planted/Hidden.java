// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls package-private methods and reads private fields. Stateless. */
public final class Hidden {
    private Hidden() {}

    static @Nullable Object call(Object target, String method) {
        try {
            Method found = target.getClass().getDeclaredMethod(method);
            found.setAccessible(true);
            return found.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    public static Map<?, ?> map(Object target, String field) {
        return (Map<?, ?>) read(target, field);
    }

    public static List<?> list(Object target, String field) {
        return (List<?>) read(target, field);
    }

    private static Object read(Object target, String field) {
        try {
            Field found = target.getClass().getDeclaredField(field);
            found.setAccessible(true);
            return found.get(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
