// SPDX-License-Identifier: Apache-2.0
/**
 * Daemons put together: a monitor or an OSD from a {@code ceph.conf}, and a whole cluster in one process. Imports everything
 * in this module. Nothing here blocks but what says so.
 */
@NullMarked
package org.inkwire.osd.cluster;

import org.jspecify.annotations.NullMarked;
