// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.SplittableRandom;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/**
 * A message whose own code, or whose handler, throws: what a careless user of the messenger sends. The messages around
 * it on its connection, and all others, must arrive as if it had never been. Built by one thread, then handed over.
 */
final class Bomb extends Message {
    static final int TYPE = 0x7102;

    /** Where it goes off. */
    enum Place {
        ENCODER,
        DECODER,
        HANDLER
    }

    /** What it throws: what the JVM itself would. */
    private enum Kind {
        EXCEPTION,
        STACK_OVERFLOW,
        OUT_OF_MEMORY
    }

    /** Decides, in one node's order of decoding, whether a decoder throws: the peer of a lossless session sends again. */
    static final class Fuse {
        private final SplittableRandom random;

        Fuse(long seed) {
            this.random = new SplittableRandom(seed);
        }

        synchronized boolean burns() {
            return random.nextBoolean();
        }
    }

    private final Place place;
    private final Kind kind;

    private Bomb(Place place, Kind kind) {
        super(TYPE, 1, 1);
        this.place = place;
        this.kind = kind;
    }

    static Bomb of(SplittableRandom random) {
        Place[] places = Place.values();
        Kind[] kinds = Kind.values();
        return new Bomb(places[random.nextInt(places.length)], kinds[random.nextInt(kinds.length)]);
    }

    static Bomb decode(String place, String kind, Fuse fuse) {
        Bomb bomb = new Bomb(Place.valueOf(place), Kind.valueOf(kind));
        if (bomb.place == Place.DECODER && fuse.burns()) {
            bomb.goOff();
        }
        return bomb;
    }

    /** Called by its handler. */
    void handle() {
        if (place == Place.HANDLER) {
            goOff();
        }
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(place.name());
        out.string(kind.name());
        if (place == Place.ENCODER) {
            goOff();
        }
    }

    private void goOff() {
        switch (kind) {
            case EXCEPTION -> throw new IllegalStateException("planned");
            case STACK_OVERFLOW -> deeper(1);
            case OUT_OF_MEMORY -> reserve(Integer.MAX_VALUE);
        }
    }

    private static int deeper(int depth) {
        return depth == 0 ? 0 : depth + deeper(depth + 1);
    }

    private static byte[] reserve(int bytes) {
        return new byte[bytes];
    }
}
