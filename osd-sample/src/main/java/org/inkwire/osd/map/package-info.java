// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD's maps: asked for ({@link org.inkwire.osd.map.MapSubscription}), taken in
 * ({@link org.inkwire.osd.map.MapIntake}), kept ({@link org.inkwire.osd.map.OsdMaps}), given to others
 * ({@link org.inkwire.osd.map.MapShare}). Imports {@code pg}, {@code store} and {@code context}. Ceph:
 * {@code OSD::handle_osd_map} and related code.
 */
@NullMarked
package org.inkwire.osd.map;

import org.jspecify.annotations.NullMarked;
