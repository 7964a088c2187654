// SPDX-License-Identifier: Apache-2.0
/**
 * How full the OSD's store is, and what follows from it. Imports the store and {@code context}. Ceph: the full states of
 * {@code OSDService}.
 */
@NullMarked
package org.inkwire.osd.space;

import org.jspecify.annotations.NullMarked;
