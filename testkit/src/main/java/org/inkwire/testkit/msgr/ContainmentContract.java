// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.testkit.msgr.Trap.Kind;
import org.inkwire.testkit.msgr.Trap.Trapped;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a user's code throws, and wherever the messenger calls it, costs one message or one connection: bystanders on
 * the same workers and the same messengers notice nothing. A driver's test extends this and names the driver.
 */
public abstract class ContainmentContract extends DriverContract {
    private static final EntityName SERVER = EntityName.mon(0);
    /** More than there are workers. */
    private static final int BYSTANDERS = 4;

    private static final int ROUND = 20;

    private final Trap measuring = new Trap();
    private final Trap encoding = new Trap();
    private final Trap decoding = new Trap();
    private final Trap releasing = new Trap();
    private final Trap canFastDispatching = new Trap();
    private final Trap fastDispatching = new Trap();
    private final Trap dispatching = new Trap();
    private final Trap handlingEvents = new Trap();
    private final Trap handlingLosses = new Trap();
    private final Trap authenticating = new Trap();
    private final Trap accepting = new Trap();
    private final Trap intercepting = new Trap();
    private final Trap allocating = new Trap();
    private final Trap clock = new Trap();

    private final RecordingDispatcher atServer = RecordingDispatcher.queued(RecordingDispatcher::echo);
    private final RecordingDispatcher atVictim = RecordingDispatcher.silent();
    private final List<RecordingDispatcher> atBystanders = new ArrayList<>();
    private final List<Connection> bystanders = new ArrayList<>();
    private Messenger server;
    private Messenger victim;
    private int sent;

    /** Sits before the recording dispatchers, so that an event it fails in must still reach them. */
    private final class Trapping implements Dispatcher {
        @Override
        public boolean msCanFastDispatch(Message message) {
            if (message instanceof Trapped) {
                canFastDispatching.step();
                return message.tid() == 0;
            }
            return false;
        }

        @Override
        public void msFastDispatch(Connection connection, Message message) {
            fastDispatching.step();
            if (connection.messenger().equals(server)) {
                connection.sendMessage(new Trapped(new Trap(), encoding, releasing));
            }
        }

        @Override
        public boolean msDispatch(Connection connection, Message message) {
            if (!(message instanceof Trapped)) {
                return false;
            }
            dispatching.step();
            return true;
        }

        @Override
        public void msHandleConnect(Connection connection) {
            handlingEvents.step();
        }

        @Override
        public void msHandleAccept(Connection connection) {
            handlingEvents.step();
        }

        @Override
        public void msHandleReset(Connection connection) {
            handlingEvents.step();
        }

        @Override
        public void msHandleFault(Connection connection, Throwable cause) {
            handlingEvents.step();
        }

        @Override
        public boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
            handlingLosses.step();
            return false;
        }

        @Override
        public boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
            handlingLosses.step();
            return false;
        }
    }

    private final class TrappingAllocator extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            allocating.step();
            return messengers.allocator().heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            allocating.step();
            return messengers.allocator().directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private AuthClient authClient(EntityName name) {
        AuthClient none = AuthNone.client(new AuthEntityName(name.type(), Long.toString(name.num())), name::num);
        return peer -> {
            authenticating.step();
            return none.begin(peer);
        };
    }

    @BeforeEach
    void startWithBystanders() {
        AuthServer none = AuthNone.server();
        server = messengers.create(
                SERVER,
                Policy.statefulServer(),
                new Trapping(),
                c -> c.authServer(peer -> {
                    authenticating.step();
                    return none.begin(peer);
                }));
        server.policy(EntityType.OSD, Policy.statelessServer());
        server.addDispatcher(atServer);
        server.acceptFilter((peer, addrs) -> {
            accepting.step();
            return false;
        });
        TestMessengers.bind(server, 0, 0);
        server.start();
        for (int i = 0; i < BYSTANDERS; i++) {
            RecordingDispatcher answers = RecordingDispatcher.silent();
            atBystanders.add(answers);
            bystanders.add(messengers
                    .client(EntityName.client(i), Policy.losslessClient(), answers)
                    .connectTo(EntityType.MON, server.addrs()));
        }
        victim = victim(99);
        others();
    }

    /** A messenger whose every hook has a trap. */
    private Messenger victim(int number) {
        EntityName name = EntityName.osd(number);
        InstantSource system = InstantSource.system();
        Interceptor interceptor = (connection, point) -> {
            intercepting.step();
            return Interceptor.Verdict.CONTINUE;
        };
        Messenger m = messengers.create(
                name,
                Policy.lossyClient(),
                new Trapping(),
                c -> c.authClient(authClient(name))
                        .allocator(new TrappingAllocator())
                        .interceptor(interceptor)
                        .wallClock(() -> {
                            clock.step();
                            return system.instant();
                        }));
        m.addDispatcher(atVictim);
        m.start();
        return m;
    }

    /** Both messengers of a test decode with traps. */
    @Override
    TestMessengers newMessengers() {
        return new TestMessengers(driver(), 2, Trap.registry(decoding, releasing));
    }

    private Connection connection() {
        return victim.connectTo(EntityType.MON, server.addrs());
    }

    private static Trapped trapped() {
        return new Trapped(new Trap(), new Trap(), new Trap());
    }

    /** A round of messages of the bystanders, all answered, once and in order. */
    private void others() {
        for (int n = 0; n < ROUND; n++) {
            for (Connection c : bystanders) {
                c.sendMessage(new TextMessage("message " + sent));
            }
            sent++;
        }
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < sent; n++) {
            expected.add("message " + n);
        }
        for (RecordingDispatcher answers : atBystanders) {
            eventually(() -> assertThat(answers.texts).hasSize(expected.size()));
            assertThat(answers.texts).isEqualTo(expected);
            eventually(() -> assertThat(answers.events).containsExactly("connect"));
        }
    }

    /** The connection answers. */
    private void answers(Connection connection) {
        int before = atVictim.texts.size();
        connection.sendMessage(new TextMessage("still there"));
        eventually(() -> assertThat(atVictim.texts).hasSizeGreaterThan(before));
    }

    /** The connection ended, another one works. */
    private void ended(Connection connection, Trap trap) {
        eventually(() -> assertThat(connection.isClosed()).isTrue());
        eventually(() -> assertThat(atVictim.events).contains("reset"));
        trap.disarm();
        others();
        atVictim.events.clear();
        answers(connection());
    }

    private void sprung(Trap trap) {
        eventually(() -> assertThat(trap.sprung()).isPositive());
    }

    // ---- the code of messages

    @ParameterizedTest
    @EnumSource
    void aMessageThatCannotBeEncodedEndsItsConnection(Kind kind) {
        Connection connection = connection();
        answers(connection);
        encoding.arm(kind);
        connection.sendMessage(new Trapped(new Trap(), encoding, new Trap()));
        others();
        ended(connection, encoding);
    }

    @ParameterizedTest
    @EnumSource
    void aReplyThatCannotBeEncodedEndsItsConnection(Kind kind) {
        Connection connection = connection();
        answers(connection);
        encoding.arm(kind);
        connection.sendMessage(trapped());
        others();
        ended(connection, encoding);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatCannotBeDecodedEndsItsConnection(Kind kind) {
        Connection connection = connection();
        answers(connection);
        decoding.arm(kind);
        connection.sendMessage(trapped());
        others();
        ended(connection, decoding);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatCannotSayHowLargeItIsFailsItsSender(Kind kind) {
        Connection connection = connection();
        answers(connection);
        measuring.arm(kind);
        assertThatThrownBy(() -> connection.sendMessage(new Trapped(measuring, new Trap(), new Trap())))
                .isNotNull();
        measuring.disarm();
        answers(connection);
        others();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatCannotBeReleasedCostsNothingElse(Kind kind) {
        Connection connection = connection();
        answers(connection);
        releasing.arm(kind);
        connection.sendMessage(new Trapped(new Trap(), new Trap(), releasing));
        sprung(releasing);
        releasing.disarm();
        answers(connection);
        others();
    }

    // ---- dispatchers

    @ParameterizedTest
    @EnumSource
    void aDispatcherThatThrowsCostsItsMessage(Kind kind) {
        Connection connection = connection();
        answers(connection);
        for (Trap trap : List.of(canFastDispatching, fastDispatching, dispatching)) {
            trap.arm(kind);
            connection.sendMessage(trapped().tid(trap == dispatching ? 1 : 0));
            sprung(trap);
            others();
            trap.disarm();
            answers(connection);
        }
        eventually(() -> assertThat(atVictim.events).containsExactly("connect"));
    }

    @ParameterizedTest
    @EnumSource
    void anEventThatFailsInOneDispatcherReachesTheOthers(Kind kind) {
        handlingEvents.arm(kind);
        Connection connection = connection();
        answers(connection);
        eventually(() -> assertThat(atVictim.events).containsExactly("connect"));
        int accepted = atServer.accepted.size();
        eventually(() -> assertThat(atServer.events).hasSize(BYSTANDERS + 1));
        atServer.accepted.get(accepted - 1).markDown();
        eventually(() -> assertThat(atVictim.events).containsExactly("connect", "reset"));
        assertThat(handlingEvents.sprung()).isGreaterThanOrEqualTo(3);
        handlingEvents.disarm();
        others();
        answers(connection());
    }

    @ParameterizedTest
    @EnumSource
    void aDispatcherThatThrowsOverALostMessageDoesNotTakeCareOfIt(Kind kind) {
        Connection connection = connection();
        answers(connection);
        handlingLosses.arm(kind);
        encoding.arm(Kind.EXCEPTION);
        connection.sendMessage(new Trapped(new Trap(), encoding, new Trap()));
        sprung(handlingLosses);
        handlingLosses.disarm();
        ended(connection, encoding);
    }

    // ---- hooks of a messenger

    @ParameterizedTest
    @EnumSource
    void anAuthenticationThatThrowsKeepsOneConnectionOut(Kind kind) {
        keepsOut(authenticating, kind);
    }

    @ParameterizedTest
    @EnumSource
    void anAcceptFilterThatThrowsKeepsOneConnectionOut(Kind kind) {
        keepsOut(accepting, kind);
    }

    @ParameterizedTest
    @EnumSource
    void anInterceptorThatThrowsKeepsOneConnectionOut(Kind kind) {
        keepsOut(intercepting, kind);
    }

    @ParameterizedTest
    @EnumSource
    void anAllocatorThatThrowsKeepsOneConnectionOut(Kind kind) {
        keepsOut(allocating, kind);
    }

    private void keepsOut(Trap trap, Kind kind) {
        trap.arm(kind);
        connection();
        sprung(trap);
        others();
        assertThat(atVictim.texts).isEmpty();
        trap.disarm();
        answers(connection());
        others();
    }

    @ParameterizedTest
    @EnumSource
    void anAllocatorThatThrowsInMidSessionCostsOneConnection(Kind kind) {
        Connection connection = connection();
        answers(connection);
        allocating.arm(kind);
        // Too large to go out in a buffer that is there already.
        connection.sendMessage(new TextMessage("no room", Unpooled.buffer().writeZero(16 << 10)));
        sprung(allocating);
        others();
        allocating.disarm();
        others();
        answers(connection());
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatThrowsCostsOneConnection(Kind kind) {
        Connection connection = connection();
        answers(connection);
        clock.arm(kind);
        connection.sendKeepalive();
        sprung(clock);
        others();
        clock.disarm();
        answers(connection());
    }

    // ---- tasks and stages

    @ParameterizedTest
    @EnumSource
    void aTaskOnAWorkerThatThrowsCostsNothingElse(Kind kind) {
        Trap task = new Trap();
        task.arm(kind);
        AtomicInteger next = new AtomicInteger();
        for (Worker worker : messengers.stack().workers()) {
            worker.center().submit(task::step);
            worker.center().schedule(1, task::step);
            worker.center().submit(next::incrementAndGet);
        }
        eventually(() -> assertThat(task.sprung()).isEqualTo(4));
        eventually(() -> assertThat(next).hasValue(2));
        others();
    }

    @ParameterizedTest
    @EnumSource
    void aStageThatThrowsCostsNothingElse(Kind kind) {
        Trap stage = new Trap();
        stage.arm(kind);
        Connection connection = connection();
        connection.send(new TextMessage("sent")).thenRun(stage::step);
        connection.whenWritable().thenRun(stage::step);
        victim.dump().thenRun(stage::step);
        eventually(() -> assertThat(stage.sprung()).isEqualTo(3));
        answers(connection);
        others();
    }

    // ---- sent once

    @Test
    void aMessageCanBeSentOnce() {
        Connection first = connection();
        answers(first);
        TextMessage message = new TextMessage("once");
        first.sendMessage(message);
        for (Connection again : List.of(first, bystanders.get(0), victim.loopbackConnection())) {
            assertThatThrownBy(() -> again.sendMessage(message))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sent before");
            assertThatThrownBy(() -> again.trySend(message)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> again.send(message)).isInstanceOf(IllegalStateException.class);
        }
        eventually(() -> assertThat(atVictim.texts).contains("once"));
        answers(first);
        others();
        assertThat(atVictim.texts).containsOnlyOnce("once");
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void nullIsRefusedOnTheCallersThread() {
        Connection connection = connection();
        for (Connection c : List.of(connection, victim.loopbackConnection())) {
            assertThatThrownBy(() -> c.sendMessage(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> c.trySend(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> c.send(null)).isInstanceOf(NullPointerException.class);
        }
        answers(connection);
        others();
    }
}
