// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.mon;

import java.util.List;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.show.MonMapDump;

/** What would happen to the quorum, and removals. There is one monitor, which cannot leave. */
final class MonQuorumCommands {
    private final MonmapMonitor mons;

    MonQuorumCommands(MonmapMonitor mons) {
        this.mons = mons;
    }

    void addTo(CommandTable t) {
        t.add("mon ok-to-stop", "ids:String*", "check whether monitors can stop", "mon", "r", this::okToStop);
        t.add("mon ok-to-add-offline", "", "check whether a monitor can be added unstarted", "mon", "r", c -> {
            throw new RefusedException(Errno.EBUSY, "adding a monitor may break quorum (until that monitor starts)");
        });
        t.add("mon ok-to-rm", "id:String", "check whether a monitor can be removed", "mon", "r", c -> {
            String id = c.string("id");
            if (id.isEmpty()) {
                throw new RefusedException(Errno.EINVAL, "must specify a monitor id");
            }
            if (!id.equals(mons.name())) {
                return Reply.ok("mon." + id + " does not exist");
            }
            throw new RefusedException(Errno.EBUSY, "removing mon." + id + " would break quorum");
        });
        for (String rm : List.of("rm", "remove")) {
            t.add(
                    "mon " + rm,
                    "name:String",
                    "remove a monitor",
                    "mon",
                    "rw",
                    rm.equals("remove") ? Command.FLAG_DEPRECATED : 0,
                    this::remove);
        }
        t.add("mon enable-msgr2", "", "have monitors listen on v2 addresses", "mon", "rw", c -> Reply.ok(""));
        t.add(
                "mon feature set",
                "feature_name:String yes_i_really_mean_it:Bool?",
                "enable a feature of monitors",
                "mon",
                "rw",
                c -> {
                    String feature = c.string("feature_name");
                    if (feature.isEmpty()) {
                        throw new RefusedException(Errno.EINVAL, "missing required feature name");
                    }
                    if (!MonMapDump.isPersistentFeature(feature)) {
                        throw new RefusedException(Errno.ENOENT, "unknown feature '" + feature + "'");
                    }
                    if (!c.flag("yes_i_really_mean_it")) {
                        throw new RefusedException(
                                Errno.EPERM,
                                "please specify '--yes-i-really-mean-it' if you really, **really** want to set feature"
                                        + " 'mon_feature_t([" + feature + "])' in the monmap.");
                    }
                    return Reply.ok("");
                });
    }

    private Reply okToStop(Call c) {
        List<String> ids = c.strings("ids");
        if (ids.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "unrecognized command");
        }
        String stopping = "[" + String.join(",", ids) + "]";
        if (ids.contains(mons.name())) {
            throw new RefusedException(
                    Errno.EBUSY, "not enough monitors would be available () after stopping mons " + stopping);
        }
        return Reply.ok("quorum should be preserved (" + mons.name() + ") after stopping " + stopping);
    }

    private Reply remove(Call c) {
        String name = c.string("name");
        if (!name.equals(mons.name())) {
            return Reply.ok("mon." + name + " does not exist or has already been removed");
        }
        throw new RefusedException(Errno.EINVAL, "error: refusing removal of last monitor " + name);
    }
}
