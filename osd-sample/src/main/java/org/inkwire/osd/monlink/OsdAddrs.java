// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Where an OSD listens. Immutable.
 *
 * @param client for clients and monitors
 * @param cluster for other OSDs
 * @param hbBack for heartbeats on the cluster network
 * @param hbFront for heartbeats on the public network
 */
public record OsdAddrs(EntityAddrVec client, EntityAddrVec cluster, EntityAddrVec hbBack, EntityAddrVec hbFront) {}
