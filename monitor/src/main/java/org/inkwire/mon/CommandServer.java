// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.map.OsdMonitor;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives commands to the cluster and to this daemon, by message and from within the process. Runs them, and answers
 * once everything they show or change is durable. Confined to the monitor's center, except {@link #command} and {@link
 * #end}. Ceph: {@code Monitor::handle_command}.
 */
final class CommandServer {
    private static final Logger log = LoggerFactory.getLogger(CommandServer.class);
    private static final AuthEntityName ADMIN = new AuthEntityName(EntityType.CLIENT, "admin");

    private final String name;
    private final EventCenter center;
    private final OsdMonitor osds;
    private final StoreWriter store;
    private final CommandTable table;
    private final CephConf conf;
    private @Nullable TellCommands tell;
    private volatile boolean stopped;

    /** Commands from within the process, by number. */
    private final Map<Long, CompletableFuture<Reply>> unanswered = new ConcurrentHashMap<>();

    private final AtomicLong commandsTaken = new AtomicLong();

    CommandServer(
            String name, EventCenter center, OsdMonitor osds, StoreWriter store, CommandTable table, CephConf conf) {
        this.name = name;
        this.center = center;
        this.osds = osds;
        this.store = store;
        this.table = table;
        this.conf = conf;
    }

    void addTo(Routes routes) {
        routes.add(MMonCommand.TYPE, MMonCommand.class, this::onCommand);
        routes.add(MCommand.TYPE, MCommand.class, this::onTell);
    }

    /** Call before the first message. */
    void begin(Messenger messenger) {
        tell = new TellCommands(EntityType.MON.text(), messenger, conf, table);
    }

    /** Stops answering. Any thread. */
    void end() {
        stopped = true;
        unanswered.values().forEach(command -> command.completeExceptionally(wasStopped()));
    }

    IllegalStateException wasStopped() {
        return new IllegalStateException("mon." + name + " was stopped");
    }

    /**
     * Runs a command from within the process. Any thread.
     *
     * @return fails with {@link IllegalStateException} if the monitor stops before it answers
     */
    CompletionStage<Reply> command(String json) {
        CompletableFuture<Reply> done = new CompletableFuture<>();
        long number = commandsTaken.incrementAndGet();
        unanswered.put(number, done);
        done.whenComplete((result, cause) -> unanswered.remove(number));
        boolean queued = center.submit(() -> {
            if (stopped) {
                done.completeExceptionally(wasStopped());
            } else {
                run(List.of(json), Unpooled.EMPTY_BUFFER, ADMIN, done::complete);
            }
        });
        if (!queued) {
            done.completeExceptionally(wasStopped());
        }
        return done;
    }

    private void onCommand(MonSession session, MMonCommand m) {
        // The reply may be sent after the request is released.
        long tid = m.tid();
        List<String> cmd = m.cmd();
        Consumer<Reply> answer = r -> {
            MMonCommandAck ack = new MMonCommandAck(0, r.result(), r.status(), cmd, Unpooled.wrappedBuffer(r.data()));
            ack.tid(tid);
            session.send(ack);
        };
        if (!m.fsid().equals(osds.fsid())) {
            answer.accept(Reply.error(Errno.EPERM, "wrong fsid"));
            return;
        }
        run(cmd, m.data().copy(), session.authName(), answer);
    }

    /** {@code ceph tell mon.a …}: a command to this daemon. Commands to the cluster work too. */
    private void onTell(MonSession session, MCommand m) {
        Consumer<Reply> answer = answerTo(session, m);
        TellCommands daemon = tell;
        if (!m.fsid().equals(osds.fsid()) || daemon == null) {
            answer.accept(Reply.error(Errno.EPERM, "wrong fsid"));
            return;
        }
        CompletionStage<Reply> told;
        try {
            told = daemon.run(Call.parse(m.cmd()));
        } catch (RefusedException e) {
            answer.accept(Reply.error(e));
            return;
        }
        if (told == null) {
            run(m.cmd(), m.data().copy(), session.authName(), answer);
        } else {
            answer(m.cmd(), told, answer);
        }
    }

    /** Sends the reply to a command to a daemon. */
    static Consumer<Reply> answerTo(MonSession session, MCommand m) {
        // The reply may be sent after the request is released.
        long tid = m.tid();
        return r -> {
            MCommandReply reply = new MCommandReply(r.result(), r.status(), Unpooled.wrappedBuffer(r.data()));
            reply.tid(tid);
            session.send(reply);
        };
    }

    /** Answers when {@code told} completes, also if it fails. */
    void answer(List<String> cmd, CompletionStage<Reply> told, Consumer<Reply> answer) {
        told.whenComplete((reply, failure) -> {
            if (failure != null) {
                log.warn("mon.{} cannot answer {}", name, cmd, failure);
                answer.accept(Reply.error(Errno.EIO, failure.toString()));
            } else {
                answer.accept(reply);
            }
        });
    }

    /** A command that throws costs its caller an error, and nobody else anything. */
    private Reply failed(Object cmd, Throwable cause) {
        Failures.log(log, "mon.{} failed at {}", name, cmd, cause);
        return Reply.error(Errno.EIO, "the monitor failed at this command: " + cause);
    }

    /** @param input taken */
    private void run(List<String> cmd, ByteBuf input, AuthEntityName caller, Consumer<Reply> sink) {
        JsonNode arguments;
        Command command;
        try {
            arguments = Call.parse(cmd);
            command = table.require(arguments);
        } catch (RefusedException e) {
            input.release();
            sink.accept(Reply.error(e));
            return;
        } catch (Throwable e) {
            input.release();
            sink.accept(failed(cmd, e));
            return;
        }
        run(command, arguments, input, caller, sink);
    }

    /**
     * Runs a command, now or after changes in progress.
     *
     * @param input taken
     * @param sink gets the reply once what it shows or changes is durable
     */
    void run(Command command, JsonNode arguments, ByteBuf input, AuthEntityName caller, Consumer<Reply> sink) {
        Runnable job = () -> {
            Reply reply;
            try {
                reply = command.handler().run(new Call(osds.map(), osds::pending, arguments, input, caller));
            } catch (RefusedException e) {
                reply = Reply.error(e);
            } catch (Throwable e) {
                if (command.writes()) {
                    osds.dropPending();
                }
                reply = failed(arguments, e);
            } finally {
                input.release();
            }
            Reply answer = reply;
            if (reply.afterCommit()) {
                osds.afterCommit(() -> sink.accept(answer));
                osds.propose(true);
            } else {
                // Read-only commands wait too: a restart must not revert what a caller has seen.
                store.whenDurable(() -> sink.accept(answer));
            }
        };
        if (command.writes()) {
            osds.whenClean(job);
        } else {
            job.run();
        }
    }
}
