// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.io.EOFException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.dump.ConnectionDump;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.DirectMemory;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ControlFrame;
import org.inkwire.msgr.frame.ControlFrames;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.FrameReader;
import org.inkwire.msgr.onwire.FrameWriter;
import org.inkwire.msgr.onwire.GatherBuffer;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.msgr.onwire.ReceiveBuffer;
import org.inkwire.msgr.onwire.Transcript;
import org.inkwire.msgr.onwire.WorkBuffers;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection and the outcome of its authentication: socket, frame reader and writer, transcripts. Belongs to
 * one protocol at a time; a replacement hands it to the older connection's protocol. Confined to the socket's
 * EventCenter.
 */
public final class Link implements ConnectedSocket.Events, FrameReader.Sink {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    /** How long a message that there is no memory for waits in its socket. */
    private static final Duration RECEIVE_PATIENCE = Duration.ofSeconds(5);

    private static final String HMAC = "HmacSHA256";

    private final ConnectedSocket socket;
    /** Of the thread that this is on; null while it moves, and once it is closed. */
    private @Nullable WorkBuffers work;

    private final ByteBufAllocator allocator;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final OnWire onWire = new CrcOnWire();
    /** Wraps {@link #onWire} until authentication is over. */
    private final Transcript transcript;

    private LinkOwner owner;
    private AuthClient.Result auth = AuthClient.Result.NONE;
    private byte[] expectedSignature = new byte[AuthSignatureFrame.BYTES];
    private boolean closed;
    /** Null unless an interceptor or fault injection may stop frames. */
    private final @Nullable LinkGate gate;

    private final MemoryPause memory = new MemoryPause(RECEIVE_PATIENCE);
    private long receivedTaken;
    private long sentTaken;

    /** The center it is on, or moving to. */
    private volatile EventCenter center;

    private boolean moving;
    private @Nullable Runnable onArrival;

    public Link(ConnectedSocket socket, MessengerConfig config, LinkOwner owner) {
        this.allocator = config.allocator();
        this.socket = socket;
        this.owner = owner;
        this.center = owner.center();
        this.transcript = new Transcript(onWire, allocator);
        LinkGate g = LinkGate.of(this, config);
        this.gate = g;
        // Last of what can fail: whoever joins must leave.
        WorkBuffers joined = WorkBuffers.join(allocator);
        this.work = joined;
        this.reader = new FrameReader(new ReceiveBuffer(joined), transcript.rx(), this);
        if (g != null) {
            reader.gate(g);
        }
        GatherBuffer out = g != null
                ? new GatherBuffer(joined, g::out, () -> {})
                : new GatherBuffer(joined, socket::write, socket::flush);
        this.writer = new FrameWriter(out, transcript.tx());
    }

    public ConnectedSocket socket() {
        return socket;
    }

    public void open() {
        socket.events(this);
        socket.resumeReading();
    }

    LinkOwner owner() {
        return owner;
    }

    /** Any thread. */
    EventCenter center() {
        return center;
    }

    /** Given away to a replacement: nothing may touch it until {@link #handTo} gives it to its new owner. */
    public void leaveFor(EventCenter target) {
        moving = true;
        center = target;
        leaveWork();
    }

    private void leaveWork() {
        WorkBuffers left = work;
        if (left != null) {
            work = null;
            left.leave();
        }
    }

    /** Gives it to its new owner after a replacement; on that owner's center. */
    public void handTo(LinkOwner newOwner) {
        owner = newOwner;
        moving = false;
        if (!closed) {
            WorkBuffers joined = WorkBuffers.join(allocator);
            work = joined;
            reader.moveTo(joined);
            writer.moveTo(joined);
        }
        Runnable task = onArrival;
        if (task != null) {
            onArrival = null;
            center.submit(task);
        }
    }

    /** Runs the task now, or after the move in progress. */
    void whenHere(Runnable task) {
        if (moving) {
            onArrival = task;
        } else {
            task.run();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    public void close() {
        if (!closed) {
            release();
            socket.close();
        }
    }

    /** The socket is closed: the target center has ended, and nothing else touches this link. */
    public void lostOnTheWay() {
        release();
    }

    /** The center has ended: closes it from another thread. */
    public void centerEnded() {
        if (!closed) {
            try {
                release();
            } finally {
                socket.closeForcibly();
            }
        }
    }

    private void release() {
        closed = true;
        writer.close();
        reader.close();
        leaveWork();
        dropTranscript();
        onWire.close();
        if (gate != null) {
            gate.close();
        }
    }

    /** @throws InjectedFault if a fault is injected here */
    public void sendBanner() {
        if (gate != null) {
            gate.write(null, () -> writer.banner(Banner.OURS));
        } else {
            writer.banner(Banner.OURS);
            flush();
        }
    }

    /**
     * Writes and flushes; for the handshake.
     *
     * @throws ProtocolException if the peer is not reading, or a fault is injected here
     */
    public void send(ControlFrame frame) {
        if (!socket.isOpen()) {
            throw new PeerLeft();
        }
        if (!socket.isWritable()) {
            throw new ProtocolException("peer is not reading");
        }
        if (gate != null) {
            gate.write(frame.tag(), () -> write(frame));
        } else {
            write(frame);
            flush();
        }
    }

    /** Whether it is closed, or blocked at a frame in mid-pass: nothing more can be written in this pass. */
    public boolean isStopped() {
        return closed || gate != null && gate.stopsWriting();
    }

    /** Whether more may be queued; once it may again, the connection requests a pass. */
    public boolean isWritable() {
        return socket.isWritable() && (gate == null || !gate.stopsWriting());
    }

    /** Whether a frame may be written now. If not, the pass is over and nothing is left to flush. */
    public boolean mayWrite(Tag tag) {
        return gate == null || gate.mayWrite(tag);
    }

    /** Number of frames whose reading has begun. */
    long frames() {
        return reader.frames();
    }

    /** Bytes still missing from the frame being read. */
    int missingBytes() {
        return reader.missingBytes();
    }

    public void write(ControlFrame frame) {
        writer.control(frame);
    }

    public void write(Message message, long seq, long ackSeq, long features) {
        writer.message(message, seq, ackSeq, features);
    }

    public void flush() {
        writer.flush();
        socket.flush();
    }

    /**
     * Authentication is over: stops recording.
     *
     * @return our signature: HMAC-SHA256 with the session key over everything received; zeros without a key
     */
    public AuthSignatureFrame authenticated(AuthClient.Result result) {
        auth = result;
        byte[] key = result.sessionKey();
        byte[] ours = new byte[AuthSignatureFrame.BYTES];
        if (key.length > 0) {
            ours = hmac(key, transcript.received());
            expectedSignature = hmac(key, transcript.sent());
        }
        dropTranscript();
        return new AuthSignatureFrame(ours);
    }

    private void dropTranscript() {
        writer.tx(onWire.tx());
        reader.rx(onWire.rx());
        transcript.close();
    }

    AuthClient.Result auth() {
        return auth;
    }

    /** Priority of the message waiting for admission; −1 while unknown. */
    public int waitingPriority() {
        return reader.waitingPriority();
    }

    public void requireSignature(AuthSignatureFrame theirs) {
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

    /** Resumes after a refused admission. */
    public void resume() {
        if (!closed) {
            process();
            if (!closed) {
                if (waits()) {
                    socket.pauseReading();
                } else {
                    socket.resumeReading();
                }
            }
        }
    }

    private boolean waits() {
        return reader.waitsForAdmission() && (gate == null || !gate.dropsWhatIsRead());
    }

    public ConnectionDump.Link dump() {
        return new ConnectionDump.Link(
                socket.localAddress(), socket.remoteAddress(), onWire.mode(), !closed && socket.isWritable());
    }

    /** Bytes read from the socket since the last call. */
    public long takeReceived() {
        long before = receivedTaken;
        receivedTaken = socket.bytesRead();
        return receivedTaken - before;
    }

    /** Bytes framed since the last call. */
    public long takeSent() {
        long before = sentTaken;
        sentTaken = writer.framedBytes();
        return sentTaken - before;
    }

    private void process() {
        LinkOwner first = owner;
        EventCenter own = first.center();
        long began = own.recentNanos();
        try {
            takeApart();
        } finally {
            if (owner != first) {
                first.handOver();
            }
        }
        own.counters().ranReceiving(own.readNanos() - began);
    }

    private void takeApart() {
        try {
            try {
                reader.process();
            } finally {
                // Before a fault closes the connection: what is not handed over then is dropped.
                owner.handOver();
            }
            memory.over();
        } catch (MalformedInputException | ProtocolException e) {
            owner.fault(this, e);
            return;
        } catch (OutOfMemoryError e) {
            if (reader.lacksMemory()) {
                // What was read before it is answered meanwhile.
                owner.onReadBatchEnd(this);
                if (!closed) {
                    awaitMemory(e, reader.bodyBytes());
                }
            } else {
                // What was half done is gone with the link.
                owner.fault(this, new ProtocolException("no memory: " + e.getMessage(), e));
            }
            return;
        } catch (RuntimeException | StackOverflowError e) {
            // Some part that handles the peer's bytes threw an undeclared exception: it costs this link.
            owner.fault(this, undeclared(e));
            return;
        }
        if (!closed) {
            owner.onReadBatchEnd(this);
        }
    }

    /** For what a user's code throws while it handles bytes of the peer. */
    public static MalformedInputException undeclared(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return new MalformedInputException("undeclared " + e + (trace.length == 0 ? "" : " at " + trace[0]), e);
    }

    // ---- too little memory

    /** Reading pauses; other connections release memory, or this one gives up on the message. */
    private void awaitMemory(OutOfMemoryError cause, long bytes) {
        socket.pauseReading();
        long pause =
                bytes <= DirectMemory.maxBytes() ? memory.next(owner.center().nanoTime()) : MemoryPause.GIVE_UP;
        if (pause == MemoryPause.GIVE_UP) {
            if (reader.skipMessage()) {
                resume();
            } else {
                owner.fault(this, new ProtocolException("no memory to receive " + bytes + " bytes", cause));
            }
            return;
        }
        if (memory.isFirst()) {
            log.warn("{} pauses: no memory to receive {} bytes: {}", owner.connection(), bytes, cause.getMessage());
        }
        owner.tasks().schedule(pause, () -> tryAgain(cause, bytes));
    }

    private void tryAgain(OutOfMemoryError cause, long bytes) {
        if (closed || moving) {
            return;
        }
        if (DirectMemory.hasRoom(bytes) || memory.isLongest()) {
            resume();
        } else {
            awaitMemory(cause, bytes);
        }
    }

    @Override
    public void onNoMemory(OutOfMemoryError cause) {
        awaitMemory(cause, ReceiveBuffer.CHUNK_BYTES);
    }

    @Override
    public void onFailure(Throwable cause) {
        owner.failed(this, cause);
    }

    // ---- reading

    @Override
    public ByteBuf readTarget() {
        ByteBuf dropped = gate == null ? null : gate.readTarget();
        return dropped != null ? dropped : reader.target();
    }

    @Override
    public void onRead() {
        if (closed || gate != null && gate.dropsWhatIsRead()) {
            return;
        }
        if (gate != null && gate.failsOnRead()) {
            return;
        }
        process();
        if (!closed && waits()) {
            socket.pauseReading();
        }
    }

    @Override
    public long framesRead() {
        return reader.frames();
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
    public boolean fits(int bodyBytes) {
        return bodyBytes <= DirectMemory.maxBytes();
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
    public void onSkipped(MessageHeader header) {
        owner.onSkipped(header);
    }

    @Override
    public void onMessage(MessageFrame frame) {
        owner.onMessage(frame);
    }
}
