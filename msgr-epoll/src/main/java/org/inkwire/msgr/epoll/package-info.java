// SPDX-License-Identifier: Apache-2.0
/**
 * EventDriver on Linux epoll. May import {@code msgr.event}.
 */
@NullMarked
package org.inkwire.msgr.epoll;

import org.jspecify.annotations.NullMarked;
