// SPDX-License-Identifier: Apache-2.0
/**
 * EventDriver on java.nio selectors: runs on every JVM. May import {@code msgr.event}.
 */
@NullMarked
package org.inkwire.msgr.posix;

import org.jspecify.annotations.NullMarked;
