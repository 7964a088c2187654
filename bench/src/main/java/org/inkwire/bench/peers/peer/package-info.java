// SPDX-License-Identifier: Apache-2.0
/** The contestants: our messenger and what a user would pick instead, each with a client and a server that answers. */
@NullMarked
package org.inkwire.bench.peers.peer;

import org.jspecify.annotations.NullMarked;
