// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

/** Answers where placement groups live: an {@link OSDMap}, or something in front of one that remembers. */
public interface PgMapper {
    /**
     * @param pg a real group or a raw one (seed = hash)
     * @return {@link UpActing#NOWHERE} if its pool does not exist
     */
    UpActing pgToUpActing(PgId pg);
}
