// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Both halves of one recorded TCP connection. The arrays are shared: do not change them.
 *
 * @param name number within the scenario
 * @param partial the recording began mid-connection: no banner, no handshake
 * @param clientToServer bytes from the connecting side
 * @param serverToClient bytes from the accepting side
 */
public record CapturedConnection(
        String scenario, String name, boolean partial, byte[] clientToServer, byte[] serverToClient) {
    private static final int AUTH_DONE = 6;
    private static final int CON_MODE_AT = 8;

    /** How the frames after authentication are protected. */
    public enum Mode {
        CRC,
        SECURE,
        /** The handshake failed or was cut off. */
        NONE
    }

    public byte[] bytes(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? clientToServer : serverToClient;
    }

    /** Partial connections were all recorded on clusters without authentication, hence in crc mode. */
    public Mode mode() {
        if (partial) {
            return Mode.CRC;
        }
        // In secure mode the server's clear part ends with AUTH_DONE, so the reader must not read past it.
        for (CapturedFrame frame : CapturedStream.read(serverToClient, true, f -> f.tag() == AUTH_DONE)
                .frames()) {
            if (frame.tag() == AUTH_DONE) {
                ByteBuffer payload = ByteBuffer.wrap(frame.segment(0)).order(ByteOrder.LITTLE_ENDIAN);
                return payload.getInt(CON_MODE_AT) == 2 ? Mode.SECURE : Mode.CRC;
            }
        }
        return Mode.NONE;
    }

    /**
     * Splits one half into frames, checking every crc.
     *
     * @throws IllegalStateException if this connection is not in crc mode, or its bytes are wrong
     */
    public CapturedStream read(Direction direction) {
        if (mode() == Mode.SECURE) {
            throw new IllegalStateException(this + " is encrypted");
        }
        try {
            return CapturedStream.read(bytes(direction), !partial, frame -> false);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(this + " " + direction + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return scenario + "/" + name;
    }
}
