// SPDX-License-Identifier: Apache-2.0
/** What a test needs of the machine. */
@NullMarked
package org.inkwire.testkit.machine;

import org.jspecify.annotations.NullMarked;
