// SPDX-License-Identifier: Apache-2.0
/**
 * What messenger tests share: the contract every event driver must keep, a test message type, a recording dispatcher, a
 * peer that speaks msgr2.1 byte by byte.
 */
@NullMarked
package org.inkwire.testkit.msgr;

import org.jspecify.annotations.NullMarked;
