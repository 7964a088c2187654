// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of the messenger and of placement. They measure and never assert. May import every module.
 */
@NullMarked
package org.inkwire.bench;

import org.jspecify.annotations.NullMarked;
