// SPDX-License-Identifier: Apache-2.0
/** Options that several benchmarks have. */
@NullMarked
package org.inkwire.bench.options;

import org.jspecify.annotations.NullMarked;
