// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

/** Maps placement groups to OSDs: an {@link OSDMap}, or a cache in front of one. */
public interface PgMapper {
    /**
     * @param pg a real group or a raw one (seed = hash)
     * @return {@link UpActing#NOWHERE} if its pool does not exist
     */
    UpActing pgToUpActing(PgId pg);
}
