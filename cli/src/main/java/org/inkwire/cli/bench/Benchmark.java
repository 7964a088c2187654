// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.bench;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code inkwire bench}: a picocli command with a name, found by {@code ServiceLoader}. So the command
 * line need not carry the libraries that benchmarks compare with.
 */
public interface Benchmark extends Callable<Integer> {}
