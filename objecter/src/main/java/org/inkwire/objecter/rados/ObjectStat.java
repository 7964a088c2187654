// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.time.Instant;

/** Size in bytes and time of the last change, as the writer's clock told it. Immutable. */
public record ObjectStat(long size, Instant mtime) {}
