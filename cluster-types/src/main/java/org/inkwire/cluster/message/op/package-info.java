// SPDX-License-Identifier: Apache-2.0
/**
 * Messages between a client and an OSD: operations and their replies, watch and notify, backoff. May also import
 * {@code message.common}. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message.op;

import org.jspecify.annotations.NullMarked;
