// SPDX-License-Identifier: Apache-2.0
/**
 * The states of a connection, the arrows between them, and their observers: {@code State}, {@code
 * TransitionObserver}, {@code StateCoverage}. Imports nothing of Inkwire. Ceph: the {@code State} of {@code ProtocolV2}.
 */
@NullMarked
package org.inkwire.msgr.state;

import org.jspecify.annotations.NullMarked;
