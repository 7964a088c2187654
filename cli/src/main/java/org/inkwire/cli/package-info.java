// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code inkwire} command: the top of the picocli tree, its error handling and its log levels. Each subcommand has
 * its own package below and may import every module of the project.
 */
@NullMarked
package org.inkwire.cli;

import org.jspecify.annotations.NullMarked;
