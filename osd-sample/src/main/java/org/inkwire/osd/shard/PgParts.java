// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import io.netty.buffer.ByteBufAllocator;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.store.ObjectStore;

/**
 * What every PG of an OSD is made of. Immutable.
 *
 * @param allocator of data in flight to replicas
 */
public record PgParts(
        ObjectStore store,
        StoreSpace space,
        OpInterpreter interpreter,
        PgOptions options,
        ByteBufAllocator allocator) {}
