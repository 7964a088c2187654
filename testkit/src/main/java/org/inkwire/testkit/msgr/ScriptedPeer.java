// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.inkwire.msgr.auth.AuthMethod;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.ControlFrame;
import org.inkwire.msgr.frame.ControlFrames;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a TCP connection, driven by a test: sends frames (valid or not) and reads what arrives, over a plain
 * blocking socket or another {@link PeerTransport}. One thread.
 */
public final class ScriptedPeer implements Closeable, FrameReader.Sink {
    private static final int TIMEOUT_MILLIS = (int) TestMessengers.PATIENCE.toMillis();
    private static final int NONCE = 77;

    private final PeerTransport transport;
    private final FrameReader reader =
            new FrameReader(new ReceiveBuffer(UnpooledByteBufAllocator.DEFAULT), new CrcOnWire().rx(), this);
    private final java.util.ArrayDeque<Object> received = new java.util.ArrayDeque<>();

    private ScriptedPeer(PeerTransport transport) {
        this.transport = transport;
    }

    /** A peer at one end of an established connection. */
    public static ScriptedPeer over(PeerTransport transport) {
        return new ScriptedPeer(transport);
    }

    /** Dials a messenger under test. */
    public static ScriptedPeer dial(EntityAddr addr) {
        try {
            Socket s = new Socket();
            s.connect(addr.toSocketAddress(), TIMEOUT_MILLIS);
            return over(new BlockingTransport(s, TIMEOUT_MILLIS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the messenger under test to dial. */
    public static ScriptedPeer accept(ServerSocket listener) {
        try {
            return over(new BlockingTransport(listener.accept(), TIMEOUT_MILLIS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ServerSocket listener() {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setSoTimeout(TIMEOUT_MILLIS);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static EntityAddr addressOf(ServerSocket listener) {
        return addressOf((InetSocketAddress) listener.getLocalSocketAddress());
    }

    /** The address of a scripted peer that listens there. */
    public static EntityAddr addressOf(InetSocketAddress listening) {
        return EntityAddr.msgr2(listening, NONCE);
    }

    /** The addresses this peer presents when it dials. */
    public EntityAddrVec ownAddrs() {
        return EntityAddrVec.of(
                EntityAddr.of(EntityAddr.Type.ANY, NONCE, transport.local().getAddress(), 0));
    }

    /** @param bytes taken */
    public void sendRaw(ByteBuf bytes) {
        try {
            transport.send(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
    }

    public void sendRaw(byte[] bytes) {
        sendRaw(Unpooled.wrappedBuffer(bytes));
    }

    private void written(java.util.function.Consumer<FrameWriter> what) {
        written(what, this::sendRaw);
    }

    public void sendBanner() {
        written(w -> w.banner(Banner.OURS));
    }

    public void send(ControlFrame frame) {
        written(w -> w.control(frame));
    }

    /** @param message taken */
    public void send(Message message, long seq, long ackSeq) {
        written(w -> w.message(message, seq, ackSeq, Feature.PACIFIC_SUPPORTED));
        message.release();
    }

    /** Bytes of one control frame, for tests that corrupt them. */
    public static byte[] bytesOf(ControlFrame frame) {
        return bytesOf(writer -> writer.control(frame));
    }

    /**
     * Bytes of one message, for tests that cut them.
     *
     * @param message taken
     */
    public static byte[] bytesOf(Message message, long seq) {
        byte[] bytes = bytesOf(writer -> writer.message(message, seq, 0, Feature.PACIFIC_SUPPORTED));
        message.release();
        return bytes;
    }

    private static byte[] bytesOf(java.util.function.Consumer<FrameWriter> what) {
        ByteBuf all = Unpooled.buffer();
        written(what, b -> {
            all.writeBytes(b);
            b.release();
        });
        return ByteBufUtil.getBytes(all);
    }

    private static void written(
            java.util.function.Consumer<FrameWriter> what, java.util.function.Consumer<ByteBuf> sink) {
        FrameWriter writer =
                new FrameWriter(new GatherBuffer(UnpooledByteBufAllocator.DEFAULT, sink), new CrcOnWire().tx());
        try {
            what.accept(writer);
            writer.flush();
        } finally {
            writer.close();
        }
    }

    /**
     * The next thing the messenger under test sent: a {@link Banner}, a {@link ControlFrame} or a {@link TextMessage},
     * which is the caller's to release.
     *
     * @return null at the end of the stream
     */
    public @Nullable Object receive() {
        while (received.isEmpty()) {
            ByteBuf target = reader.target();
            byte[] chunk = new byte[target.writableBytes()];
            int n = transport.receive(chunk);
            if (n < 0) {
                return null;
            }
            target.writeBytes(chunk, 0, n);
            reader.process();
        }
        return received.poll();
    }

    /** The next frame, which must be of class {@code kind}. */
    public <T> T receive(Class<T> kind) {
        Object next = receive();
        if (!kind.isInstance(next)) {
            throw new AssertionError("expected " + kind.getSimpleName() + ", got " + next);
        }
        return kind.cast(next);
    }

    /** Runs the connecting side's handshake up to before CLIENT_IDENT or SESSION_RECONNECT. */
    public void authenticateAsClient(EntityType own, EntityAddr target) {
        sendBanner();
        receive(Banner.class);
        send(new HelloFrame(own, target));
        receive(HelloFrame.class);
        send(new AuthRequestFrame(AuthMethod.NONE, List.of(AuthMethod.CON_MODE_CRC), new byte[0]));
        receive(AuthDoneFrame.class);
        receive(AuthSignatureFrame.class);
        send(new AuthSignatureFrame(new byte[AuthSignatureFrame.BYTES]));
    }

    /** Runs the accepting side's handshake up to before the peer's CLIENT_IDENT or SESSION_RECONNECT is read. */
    public void authenticateAsServer(EntityType own) {
        sendBanner();
        receive(Banner.class);
        send(new HelloFrame(own, EntityAddr.msgr2(transport.remote(), 0)));
        receive(HelloFrame.class);
        receive(AuthRequestFrame.class);
        send(new AuthDoneFrame(1, AuthMethod.CON_MODE_CRC, new byte[0]));
        send(new AuthSignatureFrame(new byte[AuthSignatureFrame.BYTES]));
        receive(AuthSignatureFrame.class);
    }

    public ClientIdentFrame ident(EntityAddr target, long globalSeq, long cookie) {
        return new ClientIdentFrame(
                ownAddrs(),
                target,
                1,
                globalSeq,
                Feature.PACIFIC_SUPPORTED,
                Feature.MSG_ADDR2.mask(),
                cookie == 0 ? ClientIdentFrame.LOSSY : 0,
                cookie);
    }

    public ServerIdentFrame serverIdent(EntityAddr self, long globalSeq, long cookie) {
        return new ServerIdentFrame(
                EntityAddrVec.of(self),
                0,
                globalSeq,
                Feature.PACIFIC_SUPPORTED,
                Feature.MSG_ADDR2.mask(),
                cookie == 0 ? ClientIdentFrame.LOSSY : 0,
                cookie);
    }

    @Override
    public void onBanner(Banner banner) {
        received.add(banner);
    }

    @Override
    public boolean onPreamble(Preamble preamble) {
        return true;
    }

    @Override
    public void onControl(Tag tag, ByteBuf payload) {
        received.add(ControlFrames.decode(tag, payload));
    }

    @Override
    public void onMessage(MessageFrame frame) {
        received.add(frame.decode(TextMessage.registry()));
    }

    @Override
    public void onAborted() {
        throw new AssertionError("aborted frame");
    }

    /** Closes abruptly: the other side sees a reset where the system supports it. */
    public void abort() {
        forget();
        transport.abort();
    }

    @Override
    public void close() {
        forget();
        transport.close();
    }

    private void forget() {
        reader.close();
        for (Object o = received.poll(); o != null; o = received.poll()) {
            if (o instanceof Message m) {
                m.release();
            }
        }
    }
}
