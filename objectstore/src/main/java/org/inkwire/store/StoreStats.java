// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

/**
 * How full a store is, in bytes. Immutable. Ceph: {@code store_statfs_t}.
 *
 * @param total capacity
 * @param available free capacity
 * @param dataStored bytes of object data, not counting holes
 * @param omapAllocated bytes of attributes and omaps
 * @param internalMetadata bytes the store needs for itself
 */
public record StoreStats(long total, long available, long dataStored, long omapAllocated, long internalMetadata) {
    public long used() {
        return total - available;
    }
}
