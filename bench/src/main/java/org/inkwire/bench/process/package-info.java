// SPDX-License-Identifier: Apache-2.0
/** Processes that are measured: how they are started and asked, what they answer, what Linux knows of them. */
@NullMarked
package org.inkwire.bench.process;

import org.jspecify.annotations.NullMarked;
