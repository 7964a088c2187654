// SPDX-License-Identifier: Apache-2.0
/**
 * The operations inside an {@code MOSDOp}: their numbers, arguments, payloads and results, factories in {@link
 * org.inkwire.cluster.osd.op.OSDOps}, the wire in {@link org.inkwire.cluster.osd.op.OSDOpCodec} (protocol: osd). May import
 * {@code wire} and {@code cluster.osd}. Ceph: {@code OSDOp} in {@code src/osd/osd_types.h}, {@code rados.h}.
 */
@NullMarked
package org.inkwire.cluster.osd.op;

import org.jspecify.annotations.NullMarked;
