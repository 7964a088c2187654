// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.auth;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.wire.entity.AuthEntityName;

/** Entities and capabilities as arguments. Pure functions. */
final class Entities {
    private static final List<String> SERVICES = List.of("mon", "osd", "mds", "mgr");

    /** A clause of a capability: {@code allow …} or {@code profile …}. */
    private static final Pattern CLAUSE = Pattern.compile("(allow|profile\\s+\\S+)(\\s.*)?");

    private Entities() {}

    /** An entity to look up. @throws RefusedException EINVAL if it cannot be one */
    static String known(Call c) {
        return parse(c, "invalid entity_auth " + c.string("entity"));
    }

    /** An entity to create. @throws RefusedException EINVAL if it cannot be one */
    static String named(Call c) {
        return parse(c, "bad entity name");
    }

    private static String parse(Call c, String otherwise) {
        try {
            return AuthEntityName.parse(c.string("entity")).toString();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, otherwise);
        }
    }

    /**
     * Services and capabilities, alternating.
     *
     * @throws RefusedException EINVAL
     */
    static NavigableMap<String, String> caps(Call c) {
        List<String> words = c.strings("caps");
        if (words.size() % 2 != 0) {
            throw new RefusedException(Errno.EINVAL, "bad capabilities request; odd number of arguments");
        }
        NavigableMap<String, String> caps = new TreeMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String service = words.get(i);
            String cap = words.get(i + 1);
            if (!SERVICES.contains(service)) {
                throw new RefusedException(Errno.EINVAL, "unknown cap type '" + service + "'");
            }
            for (String clause : cap.split("[;,]", -1)) {
                if (!CLAUSE.matcher(clause.strip()).matches()) {
                    String rest = cap.substring(cap.indexOf(clause));
                    throw new RefusedException(
                            Errno.EINVAL,
                            service + " capability parse failed, stopped at '" + rest + "' of '" + cap + "'");
                }
            }
            caps.put(service, cap);
        }
        return caps;
    }
}
