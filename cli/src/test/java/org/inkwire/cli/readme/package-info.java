// SPDX-License-Identifier: Apache-2.0
/** The programs the README prints, compiled and run; {@code ReadmeTest} compares the two. */
@NullMarked
package org.inkwire.cli.readme;

import org.jspecify.annotations.NullMarked;
