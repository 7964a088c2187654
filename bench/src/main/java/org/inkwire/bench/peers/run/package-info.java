// SPDX-License-Identifier: Apache-2.0
/** Starts the contestants as processes, lets them take turns, and collects what each measured. */
@NullMarked
package org.inkwire.bench.peers.run;

import org.jspecify.annotations.NullMarked;
