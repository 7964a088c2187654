// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.absent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inkwire.mon.format.Json;

/** The fsmap of a cluster without file systems, which never changes. Pure functions. Ceph: {@code FSMap}. */
final class FsMap {
    private static final String[] INCOMPAT = {
        "1=base v0.20",
        "2=client writeable ranges",
        "3=default file layouts on dirs",
        "4=dir inode in separate object",
        "5=mds uses versioned encoding",
        "6=dirfrag is stored in omap",
        "8=no anchor table",
        "9=file layout v2",
        "10=snaprealm v2"
    };

    private FsMap() {}

    static String compatText() {
        return "compat={},rocompat={},incompat={" + String.join(",", INCOMPAT) + "}";
    }

    static ObjectNode compatJson() {
        ObjectNode o = Json.object();
        o.putObject("compat");
        o.putObject("ro_compat");
        ObjectNode incompat = o.putObject("incompat");
        for (String feature : INCOMPAT) {
            int equals = feature.indexOf('=');
            incompat.put("feature_" + feature.substring(0, equals), feature.substring(equals + 1));
        }
        return o;
    }

    static ObjectNode json() {
        ObjectNode o = Json.object().put("epoch", 1).put("default_fscid", -1);
        o.set("compat", compatJson());
        o.putObject("feature_flags").put("enable_multiple", true).put("ever_enabled_multiple", true);
        o.putArray("standbys");
        o.putArray("filesystems");
        return o;
    }

    static String plain() {
        return "e1\nenable_multiple, ever_enabled_multiple: 1,1\ndefault compat: " + compatText()
                + "\nlegacy client fscid: -1\n \nNo filesystems configured\n";
    }

    /** {@code mds stat}. */
    static ObjectNode status() {
        ObjectNode o = Json.object();
        o.set("fsmap", json());
        return o.put("mdsmap_first_committed", 1).put("mdsmap_last_committed", 1);
    }
}
