// SPDX-License-Identifier: Apache-2.0
/**
 * EventDriver on kqueue, for macOS. May import {@code msgr.event}.
 */
@NullMarked
package org.inkwire.msgr.kqueue;

import org.jspecify.annotations.NullMarked;
