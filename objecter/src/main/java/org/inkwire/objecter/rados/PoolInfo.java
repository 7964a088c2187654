// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

/**
 * One pool of the current map. Immutable.
 *
 * @param erasure true: erasure-coded; false: replicated
 * @param size replicas, or data and coding chunks
 */
public record PoolInfo(long id, String name, boolean erasure, int size, int minSize, int pgNum) {}
