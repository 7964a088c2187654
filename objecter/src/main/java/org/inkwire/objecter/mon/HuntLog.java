// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.auth.AuthException;
import org.inkwire.msgr.event.Descriptors;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * The monitors tried and what became of each: for errors that explain themselves, and to find out that hunting on is of
 * no use. Confined to the MonClient's center.
 */
final class HuntLog {
    private static final String NO_ANSWER = "no answer";

    /** In the order of the first attempt. */
    private final Map<EntityAddrVec, String> tried = new LinkedHashMap<>();

    private final Map<EntityAddrVec, AuthException> refusals = new LinkedHashMap<>();

    void dialled(EntityAddrVec monitor) {
        tried.putIfAbsent(monitor, NO_ANSWER);
    }

    void connected(EntityAddrVec monitor) {
        tried.put(monitor, "connected");
        refusals.clear();
    }

    /**
     * An attempt failed.
     *
     * @param dialled the monitors being tried now
     * @return why no further attempt would do better; null if one may
     */
    @Nullable
    RadosException failed(EntityAddrVec monitor, Throwable cause, Set<EntityAddrVec> dialled) {
        String text = cause.getMessage();
        tried.put(monitor, text == null ? cause.toString() : text);
        if (Descriptors.areExhausted(cause)) {
            return new RadosException.NotSent(Errno.EMFILE, "cannot reach a monitor: " + text, cause);
        }
        if (cause.getCause() instanceof AuthException auth && auth.result() < 0) {
            refusals.put(monitor, auth);
            if (refusals.keySet().containsAll(dialled)) {
                return refusal(monitor, auth);
            }
        }
        return null;
    }

    /**
     * A round has ended without a session.
     *
     * @return why no further round would do better: some monitor refused us, and none took us; null if one may
     */
    @Nullable
    RadosException roundEnded() {
        for (Map.Entry<EntityAddrVec, AuthException> any : refusals.entrySet()) {
            return refusal(any.getKey(), any.getValue());
        }
        return null;
    }

    private RadosException refusal(EntityAddrVec monitor, AuthException cause) {
        StringBuilder text = new StringBuilder("monitor " + monitor + ": " + cause.getMessage());
        tried.forEach((other, what) -> {
            if (!refusals.containsKey(other)) {
                text.append("; ").append(other).append(": ").append(what);
            }
        });
        return new RadosException.NotSent(errno(cause.result()), text.toString(), cause);
    }

    private static Errno errno(int result) {
        for (Errno e : List.of(Errno.EOPNOTSUPP, Errno.EACCES, Errno.EPERM)) {
            if (e.result() == result) {
                return e;
            }
        }
        return Errno.EACCES;
    }

    @Override
    public String toString() {
        if (tried.isEmpty()) {
            return "no monitor was tried";
        }
        List<String> each = new ArrayList<>();
        tried.forEach((monitor, what) -> each.add(monitor + " (" + what + ")"));
        return "tried " + String.join(", ", each);
    }
}
