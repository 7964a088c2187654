// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.io.EOFException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ControlFrame;
import org.inkwire.msgr.frame.ControlFrames;
import org.inkwire.msgr.frame.FrameReader;
import org.inkwire.msgr.frame.FrameWriter;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection and what authentication agreed on it: socket, frame reader and writer, transcripts. Belongs to one
 * protocol at a time; a replacement hands it to the older connection's. Confined to the socket's EventCenter.
 */
final class Link implements ConnectedSocket.Events, FrameReader.Sink {
    private static final String HMAC = "HmacSHA256";

    private final ConnectedSocket socket;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final ByteBuf sentBytes;
    private final ByteBuf receivedBytes;
    private ProtocolV2 owner;
    private AuthClient.Result auth = AuthClient.Result.NONE;
    private byte[] expectedSignature = new byte[AuthSignatureFrame.BYTES];
    private boolean closed;

    Link(ConnectedSocket socket, ByteBufAllocator allocator, ProtocolV2 owner) {
        this.socket = socket;
        this.owner = owner;
        this.reader = new FrameReader(allocator, this);
        this.writer = new FrameWriter(allocator, socket::write);
        this.sentBytes = allocator.buffer();
        this.receivedBytes = allocator.buffer();
        writer.transcript(sentBytes);
        reader.transcript(receivedBytes);
    }

    ConnectedSocket socket() {
        return socket;
    }

    void open() {
        socket.events(this);
        socket.resumeReading();
    }

    /** The replacement's new owner; on its center. */
    void handTo(ProtocolV2 newOwner) {
        owner = newOwner;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        if (!closed) {
            closed = true;
            writer.close();
            reader.close();
            socket.close();
        }
    }

    void sendBanner() {
        writer.banner(Banner.OURS);
        flush();
    }

    /** Writes and flushes: for the handshake. */
    void send(ControlFrame frame) {
        if (!socket.isWritable()) {
            throw new ProtocolException("peer does not read");
        }
        write(frame);
        flush();
    }

    void write(ControlFrame frame) {
        writer.control(frame);
    }

    void write(Message message, long seq, long ackSeq, long features) {
        writer.message(message, seq, ackSeq, features);
    }

    void flush() {
        writer.flush();
        socket.flush();
    }

    /**
     * Authentication is over: from here on nothing is recorded.
     *
     * @return our signature: HMAC-SHA256 by the session key over all we received; zeros without a key
     */
    AuthSignatureFrame authenticated(AuthClient.Result result) {
        auth = result;
        byte[] key = result.sessionKey();
        byte[] ours = new byte[AuthSignatureFrame.BYTES];
        if (key.length > 0) {
            ours = hmac(key, receivedBytes);
            expectedSignature = hmac(key, sentBytes);
        }
        writer.transcript(null);
        reader.transcript(null);
        return new AuthSignatureFrame(ours);
    }

    AuthClient.Result auth() {
        return auth;
    }

    void requireSignature(AuthSignatureFrame theirs) {
        if (!MessageDigest.isEqual(theirs.signature(), expectedSignature)) {
            throw new ProtocolException("auth signature mismatch");
        }
    }

    private static byte[] hmac(byte[] key, ByteBuf bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(ByteBufUtil.getBytes(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(HMAC + " is part of every JDK", e);
        }
    }

    /** Goes on after an admission that was refused. */
    void resume() {
        if (!closed) {
            process();
            if (!closed) {
                if (reader.waitsForAdmission()) {
                    socket.pauseReading();
                } else {
                    socket.resumeReading();
                }
            }
        }
    }

    private void process() {
        try {
            reader.process();
        } catch (MalformedInputException | ProtocolException e) {
            owner.fault(this, e);
            return;
        } catch (OutOfMemoryError e) {
            // Direct memory, most likely: closing this link gives some back, stopping the worker would help nobody.
            owner.fault(this, new ProtocolException("no memory for the frame: " + e.getMessage()));
            return;
        } catch (RuntimeException e) {
            // A decoder of somebody's message type let another exception out: the peer's bytes must not stop the
            // worker.
            owner.fault(this, new MalformedInputException("undeclared " + e, e));
            return;
        }
        if (!closed) {
            owner.onReadBatchEnd(this);
        }
    }

    @Override
    public ByteBuf readTarget() {
        return reader.target();
    }

    @Override
    public void onRead() {
        if (closed) {
            return;
        }
        process();
        if (!closed && reader.waitsForAdmission()) {
            socket.pauseReading();
        }
    }

    @Override
    public void onWritable() {
        owner.onWritable(this);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        if (!closed) {
            owner.fault(this, cause != null ? cause : new EOFException("peer closed the connection"));
        }
    }

    @Override
    public void onBanner(Banner banner) {
        owner.onBanner(banner);
    }

    @Override
    public boolean onPreamble(Preamble preamble) {
        return !closed && owner.admit(this, preamble);
    }

    @Override
    public void onControl(Tag tag, ByteBuf payload) {
        ControlFrame frame = ControlFrames.decode(tag, payload);
        frame.dispatchTo(owner);
    }

    @Override
    public void onAborted() {
        owner.onAborted();
    }

    @Override
    public void onMessage(MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data) {
        owner.onMessage(header, front, middle, data);
    }
}
