// SPDX-License-Identifier: Apache-2.0
/**
 * The interceptor table: the outcome of stopping a session at any single frame, under every pair of policies. {@code
 * interceptor-table.txt} contains the outcomes, {@code InterceptorTableSimTest} runs them.
 */
@NullMarked
package org.inkwire.msgr.sim.table;

import org.jspecify.annotations.NullMarked;
