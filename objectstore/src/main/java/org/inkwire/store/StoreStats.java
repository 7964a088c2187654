// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

/**
 * How full a store is, in bytes. Immutable. Ceph: {@code store_statfs_t}.
 *
 * @param total capacity
 * @param available free capacity
 * @param spare what the store can still take beyond {@code available}: for changes that cannot be refused, such as a
 *     write that other OSDs have begun
 * @param dataStored bytes of object data, not counting holes
 * @param omapAllocated bytes of attributes and omaps
 * @param internalMetadata bytes the store needs for itself
 */
public record StoreStats(
        long total, long available, long spare, long dataStored, long omapAllocated, long internalMetadata) {
    public long used() {
        return total - available;
    }

    /** Most that a change may add. */
    public long writable() {
        return available + spare;
    }
}
