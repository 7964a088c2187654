// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD's side of what it and the monitors say to each other: that it boots and goes ({@link org.inkwire.osd.monlink.Boot}),
 * and its reports (protocol: mon section 6). Maps are the business of {@code map}. Imports {@code map}, {@code state} and
 * {@code context}. Ceph: {@code OSD::start_boot}, {@code OSD::send_alive}, {@code OSD::send_beacon} and around.
 */
@NullMarked
package org.inkwire.osd.monlink;

import org.jspecify.annotations.NullMarked;
