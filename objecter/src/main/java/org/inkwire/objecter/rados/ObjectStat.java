// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.time.Instant;

/** Size in bytes and time of the last change by the writer's clock. Immutable. */
public record ObjectStat(long size, Instant mtime) {}
