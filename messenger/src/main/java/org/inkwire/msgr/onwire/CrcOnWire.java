// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

/** crc mode: everything in clear; checksums detect accidental corruption on the network. */
public final class CrcOnWire implements OnWire {
    static final int CRC_BYTES = 4;

    /** Late status, and the crcs of segments 1, 2 and 3. */
    static final int EPILOGUE_BYTES = 1 + 3 * CRC_BYTES;

    private final CrcTx tx = new CrcTx();
    private final CrcRx rx = new CrcRx();

    @Override
    public String mode() {
        return "crc";
    }

    @Override
    public TxHandler tx() {
        return tx;
    }

    @Override
    public RxHandler rx() {
        return rx;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
