// SPDX-License-Identifier: Apache-2.0
/** Measures what code under test allocates. May import the JDK only. */
@NullMarked
package org.inkwire.testkit.memory;

import org.jspecify.annotations.NullMarked;
