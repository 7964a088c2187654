// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.mon.MMgrClose;
import org.inkwire.cluster.message.mon.MMgrCommand;
import org.inkwire.cluster.message.mon.MMgrCommandReply;
import org.inkwire.cluster.message.mon.MMgrOpen;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.session.GlobalIds;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Sessions;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager as its clients see it: a messenger of its own, at which the commands that are the manager's are answered as
 * the monitor answers them, from the OSDs' reports to it. It has no modules, no daemon reports to it, and of services that
 * register with it nothing is kept. Confined to the monitor's center but for {@link #bind} and {@link #shutdown}. Ceph:
 * {@code src/mgr/DaemonServer.cc}.
 */
final class Manager {
    private static final Logger log = LoggerFactory.getLogger(Manager.class);

    private static final UUID NO_FSID = new UUID(0, 0);

    private final UUID fsid;
    private final MgrMonitor map;
    private final Messenger messenger;
    private final Sessions sessions;
    private final CommandTable table;
    private final CommandServer commands;
    private final CommandTable own = new CommandTable();
    private final TellCommands tell;

    /**
     * @param messenger not bound
     * @param conf the monitor's options, which are the manager's too
     * @param table the cluster's commands
     * @param stopped whether the monitor has stopped
     */
    Manager(
            UUID fsid,
            EventCenter center,
            MgrMonitor map,
            Messenger messenger,
            CephConf conf,
            GlobalIds globalIds,
            CommandTable table,
            CommandServer commands,
            BooleanSupplier stopped) {
        this.fsid = fsid;
        this.map = map;
        this.messenger = messenger;
        this.sessions = new Sessions(globalIds);
        this.table = table;
        this.commands = commands;
        own.add("help", "", "list commands", EntityType.MGR.text(), "r", c -> Reply.json(c.format(), help()));
        own.add(
                "mgr_status",
                "",
                "show this manager's state",
                EntityType.MGR.text(),
                "r",
                c -> Reply.json(c.format(), status()));
        this.tell = new TellCommands(EntityType.MGR.text(), messenger, conf, own);

        Routes routes = new Routes();
        routes.add(MMgrOpen.TYPE, MMgrOpen.class, this::onOpen);
        routes.add(MMgrClose.TYPE, MMgrClose.class, Manager::onClose);
        routes.add(MMgrCommand.TYPE, MMgrCommand.class, this::onCommand);
        routes.add(MCommand.TYPE, MCommand.class, this::onTell);
        messenger.defaultPolicy(Policy.statelessServer());
        messenger.addDispatcher(
                new SessionDispatcher("mgr." + map.name(), center, sessions, routes, stopped, sessions::remove));
        map.onFail(this::nextLife);
    }

    /** Binds the messenger where {@code ms_bind_port_min} and its like say. Any thread. */
    CompletionStage<EntityAddrVec> bind(InetAddress ip) {
        return messenger.bindv(EntityAddrVec.of(EntityAddr.of(EntityAddr.Type.MSGR2, 0, ip, 0)));
    }

    /** Begins to serve, as the map says. */
    void serve() {
        takeName();
        messenger.start();
    }

    private void takeName() {
        messenger.entityName(EntityName.of(EntityType.MGR, map.active().activeGid()));
    }

    private void nextLife() {
        takeName();
        sessions.all().forEach(session -> session.connection().markDown());
        sessions.clear();
    }

    /** Any thread. */
    CompletionStage<Void> shutdown() {
        return messenger.shutdown();
    }

    // ---- services

    /** Unasked by an MMgrConfigure, a service sends no reports. */
    private void onOpen(MonSession session, MMgrOpen m) {
        log.debug(
                "mgr.{}: {} is {} {}, of which nothing is kept", map.name(), session, m.serviceName(), m.daemonName());
    }

    private static void onClose(MonSession session, MMgrClose m) {
        session.reply(m, new MMgrClose(m.daemonName(), m.serviceName()));
    }

    // ---- commands to the cluster

    private void onCommand(MonSession session, MMgrCommand m) {
        long tid = m.tid();
        Consumer<Reply> answer = r -> {
            MMgrCommandReply reply = new MMgrCommandReply(r.result(), r.status(), Unpooled.wrappedBuffer(r.data()));
            reply.tid(tid);
            session.send(reply);
        };
        try {
            JsonNode arguments = Call.parse(m.cmd());
            String prefix = arguments.path("prefix").asText();
            if (prefix.equals(TellCommands.DESCRIPTIONS)) {
                answer.accept(Reply.data(Json.compact(table.descriptionsOfManager())));
                return;
            }
            Command command = table.find(prefix);
            if (command == null || !command.isOfManager()) {
                throw new RefusedException(Errno.EINVAL, "No handler found for '" + prefix + "'");
            }
            commands.run(command, arguments, m.data().copy(), session.authName(), answer);
        } catch (RefusedException e) {
            answer.accept(Reply.error(e));
        }
    }

    // ---- commands to the manager itself

    private void onTell(MonSession session, MCommand m) {
        Consumer<Reply> answer = CommandServer.answerTo(session, m);
        if (!m.fsid().equals(fsid) && !m.fsid().equals(NO_FSID)) {
            answer.accept(Reply.error(Errno.EPERM, "wrong fsid"));
            return;
        }
        try {
            JsonNode arguments = Call.parse(m.cmd());
            CompletionStage<Reply> told = tell.run(arguments);
            if (told != null) {
                commands.answer(m.cmd(), told, answer);
                return;
            }
            String prefix = arguments.path("prefix").asText();
            Command command = own.find(prefix);
            if (command == null) {
                throw new RefusedException(Errno.EINVAL, "unknown command prefix " + prefix);
            }
            commands.run(command, arguments, m.data().copy(), session.authName(), answer);
        } catch (RefusedException e) {
            answer.accept(Reply.error(e));
        }
    }

    private ObjectNode status() {
        return Json.object().put("mgrmap_epoch", map.epoch()).put("initialized", true);
    }

    private ObjectNode help() {
        ObjectNode all = Json.object();
        tell.descriptions().forEach(command -> {
            StringBuilder prefix = new StringBuilder();
            command.get("sig").forEach(word -> {
                if (word.isTextual()) {
                    prefix.append(prefix.isEmpty() ? "" : " ").append(word.asText());
                }
            });
            all.put(prefix.toString(), command.get("help").asText());
        });
        return all;
    }
}
