// SPDX-License-Identifier: Apache-2.0
/**
 * Peers: their sessions and names, what they subscribe to, which part of the monitor takes which message, and the policies
 * under which they are let in. Imports {@code msgr}, {@code cluster} and {@code mon.store}. Ceph: {@code Session.h}, {@code
 * AuthMonitor}.
 */
@NullMarked
package org.inkwire.mon.session;

import org.jspecify.annotations.NullMarked;
