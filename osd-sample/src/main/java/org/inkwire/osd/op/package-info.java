// SPDX-License-Identifier: Apache-2.0
/**
 * What each op of a request does to its object: {@link org.inkwire.osd.op.OpInterpreter} runs the ops of one request
 * against the store and yields results and one transaction; one small class per family of ops. Independent of PGs,
 * replication and connections. Imports {@code org.inkwire.store}, {@code cluster.osd} and {@code wire}. Ceph:
 * {@code do_osd_ops} in {@code src/osd/PrimaryLogPG.cc}.
 */
@NullMarked
package org.inkwire.osd.op;

import org.jspecify.annotations.NullMarked;
