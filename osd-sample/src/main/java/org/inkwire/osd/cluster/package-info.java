// SPDX-License-Identifier: Apache-2.0
/**
 * Assembles daemons: a monitor or an OSD from a {@code ceph.conf}, and a whole cluster in one process. Imports
 * everything in this module. Nothing here blocks unless it says so.
 */
@NullMarked
package org.inkwire.osd.cluster;

import org.jspecify.annotations.NullMarked;
