// SPDX-License-Identifier: Apache-2.0
/**
 * Objects and operations on them, as encoded on the wire: object names with Ceph's ordering, versions, op codes, one op
 * with its payloads, errno. Shared by the client and the OSD, so each payload's encoder is next to its decoder. May
 * import {@code wire} and nothing else. Ceph: {@code src/osd/osd_types.h}, {@code src/include/rados.h},
 * {@code src/common/hobject.h}.
 */
@NullMarked
package org.inkwire.cluster.osd;

import org.jspecify.annotations.NullMarked;
