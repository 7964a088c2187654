// SPDX-License-Identifier: Apache-2.0
/**
 * Sends operations on objects to the OSDs that serve them: targeting, sessions, resends, throttling, deadlines. May
 * import messenger, cluster types, {@code objecter.mon} and {@code objecter.error}. Ceph: {@code src/osdc/Objecter.h}.
 */
@NullMarked
package org.inkwire.objecter;

import org.jspecify.annotations.NullMarked;
