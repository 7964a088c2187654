// SPDX-License-Identifier: Apache-2.0
/**
 * Peers: their sessions and names, their subscriptions, the routing of their messages, and the policies that admit
 * them. Imports {@code msgr}, {@code cluster} and {@code mon.store}. Ceph: {@code Session.h}, {@code AuthMonitor}.
 */
@NullMarked
package org.inkwire.mon.session;

import org.jspecify.annotations.NullMarked;
