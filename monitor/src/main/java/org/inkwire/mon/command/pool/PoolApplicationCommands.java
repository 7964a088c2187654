// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;

/** What pools are used for. Ceph: {@code OSDMonitor::prepare_command_pool_application}. */
final class PoolApplicationCommands {
    private static final int MAX_APPLICATIONS = 4;
    private static final String POOL_APP = "pool:Poolname app:String,goodchars=[A-Za-z0-9-_.]";

    private PoolApplicationCommands() {}

    static void addTo(CommandTable t) {
        t.add(
                "osd pool application enable",
                POOL_APP + " yes_i_really_mean_it:Bool?",
                "declare an application of a pool",
                "osd",
                "rw",
                PoolApplicationCommands::enable);
        t.add(
                "osd pool application disable",
                POOL_APP + " yes_i_really_mean_it:Bool?",
                "remove an application of a pool",
                "osd",
                "rw",
                PoolApplicationCommands::disable);
        t.add(
                "osd pool application set",
                POOL_APP + " key:String,goodchars=[A-Za-z0-9-_.] value:String,goodchars=[A-Za-z0-9-_.=]",
                "set metadata of an application",
                "osd",
                "rw",
                PoolApplicationCommands::set);
        t.add(
                "osd pool application rm",
                POOL_APP + " key:String",
                "remove metadata of an application",
                "osd",
                "rw",
                PoolApplicationCommands::remove);
        t.add(
                "osd pool application get",
                "pool:Poolname? app:String? key:String?",
                "show applications of pools",
                "osd",
                "r",
                PoolApplicationCommands::get);
    }

    private static void change(Call c, Call.PoolRef pool, Consumer<PgPool.Builder> change) {
        c.pending().pool(pool.id(), pool.pool().with(change));
    }

    private static Reply enable(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String app = c.string("app");
        Map<String, ?> apps = pool.pool().applications();
        if (app.isEmpty()) {
            throw new RefusedException(Errno.EINVAL, "application name must be provided");
        }
        if (apps.containsKey(app)) {
            return Reply.ok("enabled application '" + app + "' on pool '" + pool.name() + "'");
        }
        if (!apps.isEmpty() && !c.flag("yes_i_really_mean_it")) {
            throw new RefusedException(
                    Errno.EPERM,
                    "Are you SURE? Pool '" + pool.name()
                            + "' already has an enabled application; pass --yes-i-really-mean-it to proceed anyway");
        }
        if (apps.size() >= MAX_APPLICATIONS) {
            throw new RefusedException(
                    Errno.EINVAL,
                    "too many enabled applications on pool '" + pool.name() + "'; max " + MAX_APPLICATIONS);
        }
        change(c, pool, b -> b.application(app, Map.of()));
        return Reply.committed("enabled application '" + app + "' on pool '" + pool.name() + "'");
    }

    private static Reply disable(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String app = c.string("app");
        if (!c.flag("yes_i_really_mean_it")) {
            throw new RefusedException(
                    Errno.EPERM,
                    "Are you SURE? Disabling an application within a pool might result in loss of application"
                            + " functionality; pass --yes-i-really-mean-it to proceed anyway");
        }
        if (!pool.pool().applications().containsKey(app)) {
            return Reply.ok("application '" + app + "' is not enabled on pool '" + pool.name() + "'");
        }
        change(c, pool, b -> b.removeApplication(app));
        return Reply.committed("disable application '" + app + "' on pool '" + pool.name() + "'");
    }

    private static Map<String, String> metadata(Call.PoolRef pool, String app) {
        Map<String, String> metadata = pool.pool().applications().get(app);
        if (metadata == null) {
            throw new RefusedException(
                    Errno.ENOENT, "application '" + app + "' is not enabled on pool '" + pool.name() + "'");
        }
        return new TreeMap<>(metadata);
    }

    private static Reply set(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String app = c.string("app");
        String key = c.string("key");
        String value = c.string("value");
        Map<String, String> metadata = metadata(pool, app);
        metadata.put(key, value);
        change(c, pool, b -> b.application(app, metadata));
        return Reply.committed(
                "set application '" + app + "' key '" + key + "' to '" + value + "' on pool '" + pool.name() + "'");
    }

    private static Reply remove(Call c) {
        Call.PoolRef pool = c.pool("pool");
        String app = c.string("app");
        String key = c.string("key");
        Map<String, String> metadata = metadata(pool, app);
        if (metadata.remove(key) == null) {
            return Reply.ok("application '" + app + "' on pool '" + pool.name() + "' does not have key '" + key + "'");
        }
        change(c, pool, b -> b.application(app, metadata));
        return Reply.committed("removed application '" + app + "' key '" + key + "' on pool '" + pool.name() + "'");
    }

    private static ObjectNode json(Map<String, ? extends Map<String, String>> apps) {
        ObjectNode o = Json.object();
        apps.forEach((app, metadata) -> {
            ObjectNode a = o.putObject(app);
            metadata.forEach(a::put);
        });
        return o;
    }

    private static Reply get(Call c) {
        if (!c.has("pool") || c.string("pool").isEmpty()) {
            ObjectNode all = Json.object();
            c.map()
                    .pools()
                    .forEach((id, pool) -> all.set(String.valueOf(c.map().poolName(id)), json(pool.applications())));
            return c.reply(all);
        }
        Call.PoolRef pool = c.pool("pool");
        String app = c.optional("app", "");
        ObjectNode apps = json(pool.pool().applications());
        if (app.isEmpty()) {
            return c.reply(apps);
        }
        if (!apps.has(app)) {
            throw new RefusedException(Errno.ENOENT, "pool '" + pool.name() + "' has no application '" + app + "'");
        }
        String key = c.optional("key", "");
        if (key.isEmpty()) {
            return c.reply(apps.get(app));
        }
        String value = metadata(pool, app).get(key);
        if (value == null) {
            throw new RefusedException(
                    Errno.ENOENT,
                    "application '" + app + "' on pool '" + pool.name() + "' does not have key '" + key + "'");
        }
        return c.reply(Json.object().textNode(value), value + "\n");
    }
}
