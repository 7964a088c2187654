// SPDX-License-Identifier: Apache-2.0
/** The programs printed in {@code docs/messenger.md}, compiled and run; {@code GuideTest} compares the two. */
@NullMarked
package org.inkwire.msgr.sim.guide;

import org.jspecify.annotations.NullMarked;
