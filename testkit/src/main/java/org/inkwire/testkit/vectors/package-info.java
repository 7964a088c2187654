// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes recorded from Ceph 16.2.15, for codec and messenger tests: connections of whole scenarios, split into checked
 * frames by a small reader that shares no code with what it tests. May import {@code wire}'s message header only.
 */
@NullMarked
package org.inkwire.testkit.vectors;

import org.jspecify.annotations.NullMarked;
