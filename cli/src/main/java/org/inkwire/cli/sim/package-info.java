// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire sim}: campaigns of simulated workloads. */
@NullMarked
package org.inkwire.cli.sim;

import org.jspecify.annotations.NullMarked;
