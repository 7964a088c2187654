// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

/** Contents of a pool as last reported; zeros while the cluster has no manager. Immutable. */
public record PoolStats(
        long objects, long bytes, long objectCopies, long readOps, long readKb, long writeOps, long writeKb) {}
