// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * What an OSD remembers of itself from one process to the next. Immutable. Ceph: {@code OSDSuperblock}.
 *
 * @param bornEpoch first epoch this store was up in; 0 before
 * @param oldestMap oldest epoch stored, 0 for none
 * @param newestMap newest epoch stored, 0 for none
 * @param mounted epoch it last came up in
 * @param cleanThru epoch of its last clean stop
 */
public record Superblock(
        UUID fsid, UUID osdFsid, int whoami, int bornEpoch, int oldestMap, int newestMap, int mounted, int cleanThru) {
    static Superblock made(UUID fsid, UUID osdFsid, int whoami) {
        return new Superblock(fsid, osdFsid, whoami, 0, 0, 0, 0, 0);
    }

    Superblock withMaps(int oldest, int newest) {
        return new Superblock(fsid, osdFsid, whoami, bornEpoch, oldest, newest, mounted, cleanThru);
    }

    Superblock up(int epoch) {
        return new Superblock(
                fsid, osdFsid, whoami, bornEpoch == 0 ? epoch : bornEpoch, oldestMap, newestMap, epoch, cleanThru);
    }

    Superblock clean(int epoch) {
        return new Superblock(fsid, osdFsid, whoami, bornEpoch, oldestMap, newestMap, mounted, epoch);
    }

    void encode(Encoder out) {
        out.start(1, 1);
        uuid(out, fsid);
        uuid(out, osdFsid);
        out.s32(whoami);
        out.s32(bornEpoch);
        out.s32(oldestMap);
        out.s32(newestMap);
        out.s32(mounted);
        out.s32(cleanThru);
        out.finish();
    }

    static Superblock decode(Decoder in) {
        in.start(1);
        Superblock sb = new Superblock(
                new UUID(in.u64(), in.u64()),
                new UUID(in.u64(), in.u64()),
                in.s32(),
                in.s32(),
                in.s32(),
                in.s32(),
                in.s32(),
                in.s32());
        in.finish();
        return sb;
    }

    private static void uuid(Encoder out, UUID uuid) {
        out.u64(uuid.getMostSignificantBits());
        out.u64(uuid.getLeastSignificantBits());
    }
}
