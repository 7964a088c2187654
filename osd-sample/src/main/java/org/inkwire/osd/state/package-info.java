// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that all of the OSD's state machines follow: the enum holds the table of arrows, and one method takes them.
 * Imports nothing of Inkwire. Ceph: {@code boost::statechart} in {@code src/osd/PeeringState.h}.
 */
@NullMarked
package org.inkwire.osd.state;

import org.jspecify.annotations.NullMarked;
