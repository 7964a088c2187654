// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code inkwire} command: the top of the picocli tree, its error handling and its log levels. Each subcommand is in
 * a package below and may import everything of the project.
 */
@NullMarked
package org.inkwire.cli;

import org.jspecify.annotations.NullMarked;
