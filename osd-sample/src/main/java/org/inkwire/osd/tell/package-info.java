// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph tell osd.N}: what an OSD answers. Imports the packages of the OSD's parts, and {@code msgr.tell} for what every
 * daemon answers about its messengers. Ceph: {@code OSD::do_command}, {@code AdminSocket}.
 */
@NullMarked
package org.inkwire.osd.tell;

import org.jspecify.annotations.NullMarked;
