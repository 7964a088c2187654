// SPDX-License-Identifier: Apache-2.0
/** What runs in a contestant's two processes: a server, or a client that makes load and measures it. */
@NullMarked
package org.inkwire.bench.peers.load;

import org.jspecify.annotations.NullMarked;
