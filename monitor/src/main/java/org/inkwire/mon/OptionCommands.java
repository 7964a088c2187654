// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Format;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.jspecify.annotations.Nullable;

/** {@code ceph tell mon.a config show}, {@code config get}: the options of the daemon itself. Any thread. */
final class OptionCommands {
    static final String SHOW = "config show";
    static final String GET = "config get";

    /** Argument of {@link #GET}; the cluster's command of that name has others. */
    static final String VAR = "var";

    private final CephConf conf;

    OptionCommands(CephConf conf) {
        this.conf = conf;
    }

    /**
     * @return null if this is the cluster's command of that name
     * @throws RefusedException ENOENT if there is no such option
     */
    @Nullable
    Reply run(JsonNode arguments, Format format) {
        if (arguments.hasNonNull("who")) {
            return null;
        }
        if (arguments.path("prefix").asText().equals(SHOW)) {
            ObjectNode all = Json.object();
            for (Option<?> option : Options.all()) {
                all.put(option.name(), conf.shown(option));
            }
            return Reply.json(format, all);
        }
        String name = arguments.path(VAR).asText();
        Option<?> option = Options.find(name);
        if (option == null) {
            throw new RefusedException(Errno.ENOENT, "error getting '" + name + "': (2) No such file or directory");
        }
        return Reply.json(format, Json.object().put(option.name(), conf.shown(option)));
    }
}
