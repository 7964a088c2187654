// SPDX-License-Identifier: Apache-2.0
/** The programs printed in the README, compiled and run; {@code ReadmeTest} compares them with it. */
@NullMarked
package org.inkwire.cli.readme;

import org.jspecify.annotations.NullMarked;
