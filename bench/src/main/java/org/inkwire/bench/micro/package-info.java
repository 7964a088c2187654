// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of one part each, without a network: checksums, encodings, frames, centers, dispatch, placement, the memory
 * store. May import every module.
 */
@NullMarked
package org.inkwire.bench.micro;

import org.jspecify.annotations.NullMarked;
