// SPDX-License-Identifier: Apache-2.0
/**
 * The interceptor table: what becomes of a session when it is stopped at any one frame, under every pair of policies.
 * {@code interceptor-table.txt} states it, {@code InterceptorTableSimTest} runs it.
 */
@NullMarked
package org.inkwire.msgr.sim.table;

import org.jspecify.annotations.NullMarked;
