// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire bench}: the benchmarks on the class path. */
@NullMarked
package org.inkwire.cli.bench;

import org.jspecify.annotations.NullMarked;
