// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.crush;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.crush.ChooseArgs;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.crush.CrushTunables;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.show.CrushDump;

/** Tunables of the CRUSH map, and its weight sets, of which there are none unless an uploaded map has some. */
final class CrushTuneCommands {
    private static final Map<String, CrushTunables> PROFILES = Map.of(
            "legacy", CrushTunables.LEGACY,
            "argonaut", CrushTunables.LEGACY,
            "bobtail", CrushTunables.BOBTAIL,
            "firefly", CrushTunables.FIREFLY,
            "hammer", CrushTunables.HAMMER,
            "jewel", CrushTunables.JEWEL,
            "optimal", CrushTunables.JEWEL,
            "default", CrushTunables.JEWEL);

    private CrushTuneCommands() {}

    static void addTo(CommandTable t) {
        t.add(
                "osd crush tunables",
                "profile:Choices,strings=legacy|argonaut|bobtail|firefly|hammer|jewel|optimal|default",
                "set the tunables to a profile",
                "osd",
                "rw",
                CrushTuneCommands::tunables);
        t.add(
                "osd crush set-tunable",
                "tunable:Choices,strings=straw_calc_version value:Int",
                "set a tunable",
                "osd",
                "rw",
                CrushTuneCommands::setTunable);
        t.add("osd crush weight-set ls", "", "list weight sets", "osd", "r", CrushTuneCommands::list);
        t.add("osd crush weight-set dump", "", "show weight sets", "osd", "r", c -> {
            return c.reply(CrushDump.chooseArgs(c.map().crush()));
        });
        t.add("osd crush weight-set rm", "pool:Poolname", "remove a weight set", "osd", "rw", c -> {
            String name = c.string("pool");
            Call.PoolRef pool = c.poolOrNull(name);
            if (pool == null) {
                throw new RefusedException(Errno.ENOENT, "pool '" + name + "' not found");
            }
            return remove(c, pool.id());
        });
        t.add("osd crush weight-set rm-compat", "", "remove the compat weight set", "osd", "rw", c -> {
            return remove(c, ChooseArgs.DEFAULT_ID);
        });
    }

    private static Reply tunables(Call c) {
        String profile = c.string("profile");
        CrushTunables tunables = PROFILES.get(profile);
        if (tunables == null) {
            throw new RefusedException(Errno.EINVAL, "unrecognized profile '" + profile + "'");
        }
        return set(c, tunables, "adjusted tunables profile to " + profile);
    }

    private static Reply setTunable(Call c) {
        String tunable = c.string("tunable");
        long value = c.integer("value");
        if (!tunable.equals("straw_calc_version")) {
            throw new RefusedException(Errno.EINVAL, "unrecognized tunable '" + tunable + "'");
        }
        if (value < 0 || value > 1) {
            throw new RefusedException(Errno.EINVAL, "value must be 0 or 1; got " + value);
        }
        CrushTunables t = c.pending().pendingCrush(c.map()).tunables();
        return set(
                c,
                new CrushTunables(
                        t.chooseLocalTries(),
                        t.chooseLocalFallbackTries(),
                        t.chooseTotalTries(),
                        t.chooseleafDescendOnce(),
                        t.chooseleafVaryR(),
                        (int) value,
                        t.allowedBucketAlgs(),
                        t.chooseleafStable()),
                "adjusted tunable " + tunable + " to " + value);
    }

    private static Reply set(Call c, CrushTunables tunables, String status) {
        c.pending()
                .crush(c.pending().pendingCrush(c.map()).toBuilder()
                        .tunables(tunables)
                        .build());
        return Reply.committed(status);
    }

    private static Reply list(Call c) {
        List<String> names = new ArrayList<>();
        for (long id : c.map().crush().chooseArgs().keySet()) {
            names.add(
                    id == ChooseArgs.DEFAULT_ID
                            ? "(compat)"
                            : String.valueOf(c.map().poolName(id)));
        }
        return c.replyNames(names);
    }

    private static Reply remove(Call c, long id) {
        CrushMapBuilder b = c.pending().pendingCrush(c.map()).toBuilder();
        if (!b.removeWeightSet(id)) {
            return Reply.ok("");
        }
        c.pending().crush(b.build());
        return Reply.committed("");
    }
}
