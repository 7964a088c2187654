// SPDX-License-Identifier: Apache-2.0
/** The programs {@code docs/messenger.md} prints, compiled and run; {@code GuideTest} compares the two. */
@NullMarked
package org.inkwire.msgr.sim.guide;

import org.jspecify.annotations.NullMarked;
