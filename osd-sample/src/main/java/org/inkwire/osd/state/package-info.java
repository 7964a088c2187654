// SPDX-License-Identifier: Apache-2.0
/**
 * The one discipline of the OSD's state machines: the arrows are a table on the enum, one method takes them. Imports nothing
 * of Inkwire. Ceph: {@code boost::statechart} in {@code src/osd/PeeringState.h}.
 */
@NullMarked
package org.inkwire.osd.state;

import org.jspecify.annotations.NullMarked;
