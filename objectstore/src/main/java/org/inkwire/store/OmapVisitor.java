// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

/** Visits the entries of an omap in key order. */
@FunctionalInterface
public interface OmapVisitor {
    /** @return false to stop */
    boolean visit(ByteString key, ByteString value);
}
