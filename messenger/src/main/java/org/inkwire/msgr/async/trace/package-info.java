// SPDX-License-Identifier: Apache-2.0
/**
 * A connection's tracing: JFR events and the {@code debug_ms} line. May import {@code msgr} and {@code msgr.state}.
 */
@NullMarked
package org.inkwire.msgr.async.trace;

import org.jspecify.annotations.NullMarked;
