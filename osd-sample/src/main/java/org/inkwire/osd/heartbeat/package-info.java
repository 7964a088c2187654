// SPDX-License-Identifier: Apache-2.0
/**
 * Pings between OSDs (protocol: osd section 10). Imports {@code map}, {@code state} and {@code context}. Ceph:
 * {@code OSD::heartbeat} and related code.
 */
@NullMarked
package org.inkwire.osd.heartbeat;

import org.jspecify.annotations.NullMarked;
