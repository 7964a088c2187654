// SPDX-License-Identifier: Apache-2.0
/**
 * Injected faults: {@code FaultInjection}, by configuration, as Ceph's {@code ms_inject_*}; {@code Interceptor}, at one
 * exact frame, for tests. Interfaces and values; may import {@code msgr.frame}, for its tags.
 */
@NullMarked
package org.inkwire.msgr.fault;

import org.jspecify.annotations.NullMarked;
