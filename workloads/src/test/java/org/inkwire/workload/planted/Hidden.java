// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls package-private methods. Stateless. */
final class Hidden {
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
}
