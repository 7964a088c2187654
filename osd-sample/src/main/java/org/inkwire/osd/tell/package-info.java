// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph tell}: what every daemon answers, whatever its kind ({@link org.inkwire.osd.tell.MessengerCommands}), and what an
 * OSD answers. Imports the packages of the OSD's parts. Ceph: {@code OSD::do_command}, {@code AdminSocket}.
 */
@NullMarked
package org.inkwire.osd.tell;

import org.jspecify.annotations.NullMarked;
