// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Uuids;
import org.junit.jupiter.api.Test;

class OSDSuperblockVectorsTest {
    /** A feature set without features: u64 mask, u32 count. */
    private static final String NO_FEATURES = "00".repeat(12);

    /** As Ceph 16.2.15 encodes a superblock that nobody has filled in: version 9, 120 bytes. */
    @Test
    void theSuperblockOfNoOsdIsKept() {
        String body = "00".repeat(16) + "ffffffff" + "00".repeat(3 * 4 + 8) + NO_FEATURES.repeat(3) + "00".repeat(2 * 4)
                + "00".repeat(16) + "00".repeat(4) + "00".repeat(4) + "00".repeat(4 + 8);
        String hex = "0905" + "78000000" + body;
        Decoder in = new Decoder(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        OSDSuperblock superblock = OSDSuperblock.decode(in);
        in.expectEnd("superblock");
        assertThat(superblock.whoami()).isEqualTo(-1);
        assertThat(superblock.osdFsid()).isEqualTo(Uuids.ZERO);
    }
}
