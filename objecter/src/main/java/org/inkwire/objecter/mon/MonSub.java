// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.util.Map;
import java.util.TreeMap;

/**
 * The maps we want and the first version of each. A want is <em>new</em> until it is sent, then <em>sent</em>; a new
 * session makes all sent wants new again, starting after the last version received. Confined to its owner's
 * EventCenter. Ceph: {@code src/mon/MonSub.h}.
 */
final class MonSub {
    /** Ends with the first answer. */
    static final int ONETIME = 1;

    /**
     * @param start first version wanted; 0: the latest
     * @param flags 0 or {@link #ONETIME}
     */
    record Want(long start, int flags) {}

    private final Map<String, Want> fresh = new TreeMap<>();
    private final Map<String, Want> sent = new TreeMap<>();

    /** @return whether there is something new to send */
    boolean want(String what, long start, int flags) {
        Want want = new Want(start, flags);
        if (want.equals(fresh.get(what)) || !fresh.containsKey(what) && want.equals(sent.get(what))) {
            return false;
        }
        fresh.put(what, want);
        return true;
    }

    /** As {@link #want}, but never goes back to an older start than already requested. */
    boolean raise(String what, long start, int flags) {
        Want known = fresh.containsKey(what) ? fresh.get(what) : sent.get(what);
        if (known != null && known.start() >= start && (known.flags() & ONETIME) <= (flags & ONETIME)) {
            return false;
        }
        return want(what, known == null ? start : Math.max(start, known.start()), flags);
    }

    /** Records that {@code version} was received. */
    void got(String what, long version) {
        if (!got(fresh, what, version)) {
            got(sent, what, version);
        }
    }

    private static boolean got(Map<String, Want> wants, String what, long version) {
        Want want = wants.get(what);
        if (want == null) {
            return false;
        }
        if (want.start() <= version) {
            if ((want.flags() & ONETIME) != 0) {
                wants.remove(what);
            } else {
                wants.put(what, new Want(version + 1, want.flags()));
            }
        }
        return true;
    }

    void unwant(String what) {
        fresh.remove(what);
        sent.remove(what);
    }

    boolean haveNew() {
        return !fresh.isEmpty();
    }

    /** The new wants, sorted by name; marks them as sent. */
    Map<String, Want> takeNew() {
        Map<String, Want> wants = new TreeMap<>(fresh);
        sent.putAll(fresh);
        fresh.clear();
        return wants;
    }

    /** Marks everything as new, because the session is gone. */
    void reload() {
        sent.forEach(fresh::putIfAbsent);
        sent.clear();
    }
}
