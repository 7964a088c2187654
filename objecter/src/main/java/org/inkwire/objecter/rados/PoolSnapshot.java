// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.time.Instant;

/** A named snapshot of a whole pool. Immutable. */
public record PoolSnapshot(long id, String name, Instant made) {}
