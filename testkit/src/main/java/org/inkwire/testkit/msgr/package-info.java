// SPDX-License-Identifier: Apache-2.0
/**
 * Shared code of messenger tests: the contracts every event driver must meet, a test message type, a recording
 * dispatcher, and a peer that speaks msgr2.1 byte by byte.
 */
@NullMarked
package org.inkwire.testkit.msgr;

import org.jspecify.annotations.NullMarked;
