// SPDX-License-Identifier: Apache-2.0
/** What every daemon answers to {@code ceph tell}, whatever its kind. */
@NullMarked
package org.inkwire.osd.tell;

import org.jspecify.annotations.NullMarked;
