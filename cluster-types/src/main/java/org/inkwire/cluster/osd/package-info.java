// SPDX-License-Identifier: Apache-2.0
/**
 * Objects as named on the wire: names with Ceph's ordering, locators, versions, snapshots, errno. Shared by the client and the
 * OSD, so each encoder is next to its decoder. The operations on objects are in {@code .op}. May import {@code wire} and nothing
 * else. Ceph: {@code src/osd/osd_types.h}, {@code src/common/hobject.h}.
 */
@NullMarked
package org.inkwire.cluster.osd;

import org.jspecify.annotations.NullMarked;
