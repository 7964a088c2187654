// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire sim} and {@code inkwire stress}: campaigns of workloads in the simulator and on sockets. */
@NullMarked
package org.inkwire.cli.sim;

import org.jspecify.annotations.NullMarked;
