// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD's side of its exchange with the monitors: booting and stopping ({@link org.inkwire.osd.monlink.Boot}), and
 * reports (protocol: mon section 6). Maps are handled in {@code map}. Imports {@code map}, {@code state} and
 * {@code context}. Ceph: {@code OSD::start_boot}, {@code OSD::send_alive}, {@code OSD::send_beacon} and related code.
 */
@NullMarked
package org.inkwire.osd.monlink;

import org.jspecify.annotations.NullMarked;
