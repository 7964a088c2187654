// SPDX-License-Identifier: Apache-2.0
/**
 * {@code inkwire vstart}, {@code daemon} and {@code stop}: clusters of real processes in a directory. A directory runs
 * at most one cluster; a process that holds the lock of its pid file is alive.
 */
@NullMarked
package org.inkwire.cli.vstart;

import org.jspecify.annotations.NullMarked;
