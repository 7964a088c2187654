// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

/**
 * Contents of a pool as last reported; zeros while the cluster has no manager. Immutable.
 *
 * @param bytes stored, as clients see them
 * @param bytesUsed taken on the OSDs' stores by all copies
 * @param clones objects kept only for snapshots
 * @param compressedUsed bytes that compressed data take; {@code compressedFrom} is their size before
 */
public record PoolStats(
        long objects,
        long bytes,
        long bytesUsed,
        long clones,
        long objectCopies,
        long missingOnPrimary,
        long unfound,
        long degraded,
        long readOps,
        long readKb,
        long writeOps,
        long writeKb,
        long compressedUsed,
        long compressedFrom) {}
