// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.wire.message.Message;

/** Records messages and events, and lets a test answer. Any thread. */
public final class RecordingDispatcher implements Dispatcher {
    private final boolean fast;
    private final BiConsumer<Connection, TextMessage> answer;

    public final List<String> texts = new CopyOnWriteArrayList<>();
    public final List<String> events = new CopyOnWriteArrayList<>();
    public final List<Connection> accepted = new CopyOnWriteArrayList<>();

    private RecordingDispatcher(boolean fast, BiConsumer<Connection, TextMessage> answer) {
        this.fast = fast;
        this.answer = answer;
    }

    /** Dispatches on the worker. */
    public static RecordingDispatcher fast(BiConsumer<Connection, TextMessage> answer) {
        return new RecordingDispatcher(true, answer);
    }

    /** Dispatches on the dispatch thread. */
    public static RecordingDispatcher queued(BiConsumer<Connection, TextMessage> answer) {
        return new RecordingDispatcher(false, answer);
    }

    public static RecordingDispatcher silent() {
        return fast((connection, message) -> {});
    }

    /** Sends every message back: same text, same data. */
    public static void echo(Connection connection, TextMessage message) {
        connection.sendMessage(new TextMessage(message.text(), message.data().retainedDuplicate()).tid(message.tid()));
    }

    private void take(Connection connection, Message message) {
        TextMessage m = (TextMessage) message;
        texts.add(m.text());
        answer.accept(connection, m);
    }

    @Override
    public boolean msCanFastDispatch(Message message) {
        return fast;
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        take(connection, message);
    }

    @Override
    public boolean msDispatch(Connection connection, Message message) {
        take(connection, message);
        return true;
    }

    @Override
    public void msHandleConnect(Connection connection) {
        events.add("connect");
    }

    @Override
    public void msHandleAccept(Connection connection) {
        accepted.add(connection);
        events.add("accept");
    }

    @Override
    public void msHandleReset(Connection connection) {
        events.add("reset");
    }

    @Override
    public void msHandleRemoteReset(Connection connection) {
        events.add("remote reset");
    }

    @Override
    public void msHandleRefused(Connection connection) {
        events.add("refused");
    }
}
