// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

/**
 * Limits of one request, named after Ceph's options. Immutable.
 *
 * @param osdMaxObjectSize bytes; a write past it is EFBIG
 * @param osdMaxObjectNameLen bytes of name and of locator key; beyond: ENAMETOOLONG
 * @param osdMaxObjectNamespaceLen bytes
 * @param osdMaxAttrNameLen bytes of an xattr's name
 * @param osdMaxAttrSize bytes of an xattr's value; 0: no limit
 * @param osdMaxWriteSizeMb MiB of input of a write; beyond: EMSGSIZE
 * @param osdMaxOmapEntriesPerRequest most omap entries an op returns
 * @param osdMaxOmapBytesPerRequest stops an omap op once it has returned that much
 * @param osdMaxPgls most objects a listing op returns
 */
public record OpLimits(
        long osdMaxObjectSize,
        int osdMaxObjectNameLen,
        int osdMaxObjectNamespaceLen,
        int osdMaxAttrNameLen,
        long osdMaxAttrSize,
        long osdMaxWriteSizeMb,
        int osdMaxOmapEntriesPerRequest,
        long osdMaxOmapBytesPerRequest,
        int osdMaxPgls) {
    /** Ceph's, 16.2.15. */
    public static final OpLimits DEFAULT = new OpLimits(128L << 20, 2048, 256, 100, 0, 90, 1024, 1L << 30, 1024);
}
