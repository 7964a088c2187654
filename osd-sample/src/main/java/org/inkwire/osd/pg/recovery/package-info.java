// SPDX-License-Identifier: Apache-2.0
/**
 * Bringing copies to where their logs are, while the PG serves: missing objects one by one, and backfill of copies that no
 * log reaches. Imports {@code pg.copy} and {@code pg.host}. Ceph: {@code PrimaryLogPG::start_recovery_ops}, {@code
 * last_backfill}.
 */
@NullMarked
package org.inkwire.osd.pg.recovery;

import org.jspecify.annotations.NullMarked;
