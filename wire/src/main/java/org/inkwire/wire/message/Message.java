// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AbstractReferenceCounted;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * One message: a typed front, an optional middle and an optional bulk data segment. Ceph: {@code src/msg/Message.h}.
 *
 * <p>Ownership. A message is reference-counted and owns its middle and data segments. Sending takes the message: the
 * messenger releases it once it has left (lossy session) or is acknowledged (lossless). A received message is released
 * by the messenger when the dispatcher returns, unless the dispatcher called {@link #retain()}. A sent message must not
 * be changed; it cannot be sent again, ever: build another for a second receiver (share segments by
 * {@code retainedDuplicate()}).
 *
 * <p>Built by one thread, then handed over; not thread-safe.
 */
public abstract class Message extends AbstractReferenceCounted {
    public static final int PRIORITY_LOW = 64;
    public static final int PRIORITY_DEFAULT = 127;
    public static final int PRIORITY_HIGH = 196;
    public static final int PRIORITY_HIGHEST = 255;

    private static final VarHandle SENT = sentHandle();

    private final int type;
    /** The versions that this class encodes. */
    private final int ownVersion;

    private final int ownCompat;
    /** Null unless it is used again. */
    private final MessagePool.@Nullable Home home;

    private int headVersion;
    private int compatVersion;
    private int priority = PRIORITY_DEFAULT;
    private int dataOff;
    private long tid;
    private long seq;
    private ByteBuf middle = Unpooled.EMPTY_BUFFER;
    private ByteBuf data = Unpooled.EMPTY_BUFFER;
    /** Gets {@link #charge} back when the last reference is dropped; null while this message is not charged. */
    private @Nullable MessageAccount account;

    private long charge;
    private long queueCharge;
    /** Where it waits for its handler, as the messenger put it there; null elsewhere. */
    private @Nullable Object place;

    private long placeBytes;
    private int placeNumber;
    /** Whether a connection has taken it. */
    @SuppressWarnings("UnusedVariable") // by SENT
    private boolean sent;

    /**
     * @param type message number, 1 .. 65535
     * @param headVersion layout this class encodes
     * @param compatVersion oldest reader of that layout
     */
    protected Message(int type, int headVersion, int compatVersion) {
        this(type, headVersion, compatVersion, null);
    }

    /**
     * For a message that is used again.
     *
     * @param home from its {@link MessagePool}; null: it is not
     */
    protected Message(int type, int headVersion, int compatVersion, MessagePool.@Nullable Home home) {
        this.type = type;
        this.headVersion = headVersion;
        this.compatVersion = compatVersion;
        this.ownVersion = headVersion;
        this.ownCompat = compatVersion;
        this.home = home;
    }

    /** It was taken from its pool: as new, but for what its class must set. */
    final void beginUse() {
        setRefCnt(1);
        headVersion = ownVersion;
        compatVersion = ownCompat;
        priority = PRIORITY_DEFAULT;
        dataOff = 0;
        tid = 0;
        seq = 0;
        charge = 0;
        queueCharge = 0;
        SENT.setOpaque(this, false);
    }

    private static VarHandle sentHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Message.class, "sent", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public final int type() {
        return type;
    }

    /** The version in the header, to be sent or as received. */
    public final int headVersion() {
        return headVersion;
    }

    public final int compatVersion() {
        return compatVersion;
    }

    public final int priority() {
        return priority;
    }

    public final Message priority(int newPriority) {
        this.priority = newPriority;
        return this;
    }

    /** Transaction id: set by the requester, echoed by the reply. */
    public final long tid() {
        return tid;
    }

    public final Message tid(long newTid) {
        this.tid = newTid;
        return this;
    }

    /** Sequence number in the session; 0 until sent or received. */
    public final long seq() {
        return seq;
    }

    /** For the messenger. */
    public final void seq(long newSeq) {
        this.seq = newSeq;
    }

    /** Low 16 bits of the preferred offset of the data within a page. */
    public final int dataOff() {
        return dataOff;
    }

    protected final void dataOff(int newDataOff) {
        this.dataOff = newDataOff;
    }

    /** The middle segment: borrowed. */
    public final ByteBuf middle() {
        return middle;
    }

    /** The data segment: borrowed; indices must not be moved by readers that are not its owner. */
    public final ByteBuf data() {
        return data;
    }

    /** @param newData taken; the previous data is released */
    public final void data(ByteBuf newData) {
        ByteBuf old = data;
        data = newData;
        old.release();
    }

    /**
     * Appends the front segment.
     *
     * @param features the session's common features; selects the layout where a type has several
     */
    protected abstract void encodeFront(Encoder out, long features);

    /** For the messenger: {@link #encodeFront}, callable from outside. */
    public final void encodeFrontTo(Encoder out, long features) {
        encodeFront(out, features);
    }

    /**
     * For the registry: sets what the frame carried in addition to the front.
     *
     * @param newMiddle taken
     * @param newData taken
     */
    final void received(MessageHeader header, ByteBuf newMiddle, ByteBuf newData) {
        headVersion = header.version();
        compatVersion = header.compatVersion();
        priority = header.priority();
        dataOff = header.dataOff();
        tid = header.tid();
        seq = header.seq();
        middle.release();
        middle = newMiddle;
        data(newData);
    }

    /**
     * For the messenger: calls {@code giver} once, when the last reference is dropped. So a message holds throttles for
     * as long as a handler keeps it.
     *
     * @param bytes to give back
     */
    public final void chargeTo(MessageAccount giver, long bytes) {
        account = giver;
        charge = bytes;
    }

    /**
     * Approximate bytes held by this message outside {@link #middle} and {@link #data}: the charge for the front in a
     * sender's queue. 0 by default; types that carry large blobs in the front should override it.
     */
    public long frontBytesHint() {
        return 0;
    }

    /** For the messenger: what a sender's queue was charged for this message, to give back the same amount. */
    public final long queueCharge() {
        return queueCharge;
    }

    /** For the messenger. */
    public final void queueCharge(long bytes) {
        queueCharge = bytes;
    }

    /** For the messenger: notes where and with what this message waits for its handler. */
    public final void waitsAt(Object newPlace, long bytes, int number) {
        place = newPlace;
        placeBytes = bytes;
        placeNumber = number;
    }

    /** For the messenger: as {@link #waitsAt} noted it; null if it waits nowhere. */
    public final @Nullable Object place() {
        return place;
    }

    /** For the messenger: as {@link #waitsAt} noted it. */
    public final long placeBytes() {
        return placeBytes;
    }

    /** For the messenger: as {@link #waitsAt} noted it. */
    public final int placeNumber() {
        return placeNumber;
    }

    /** For the messenger: it waits no longer. */
    public final void waitsNoLonger() {
        place = null;
    }

    /**
     * For the messenger: a connection is about to take this message. Any thread.
     *
     * @throws IllegalStateException if one has taken it before; the message stays with that one
     */
    public final void beginSend() {
        if (!SENT.compareAndSet(this, false, true)) {
            throw new IllegalStateException(typeName() + " has been sent before: a message can be sent once");
        }
    }

    /** For the messenger: undoes {@link #beginSend}; it was not taken, and may be tried again. */
    public final void notSent() {
        SENT.setOpaque(this, false);
    }

    @Override
    protected void deallocate() {
        middle.release();
        data.release();
        MessageAccount giver = account;
        if (giver != null) {
            account = null;
            giver.giveBack(charge);
        }
        MessagePool.Home to = home;
        if (to != null) {
            middle = Unpooled.EMPTY_BUFFER;
            data = Unpooled.EMPTY_BUFFER;
            to.take(this);
        }
    }

    @Override
    public Message touch(Object hint) {
        data.touch(hint);
        return this;
    }

    @Override
    public Message retain() {
        super.retain();
        return this;
    }

    /** Ceph's type name, such as {@code MOSDOp}. */
    public String typeName() {
        return getClass().getSimpleName();
    }

    @Override
    public String toString() {
        return typeName() + "(tid " + tid + ")";
    }
}
