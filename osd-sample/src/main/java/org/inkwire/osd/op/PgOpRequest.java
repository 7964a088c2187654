// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.List;
import java.util.NavigableSet;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.store.CollectionId;

/**
 * One request for a PG rather than an object, as the PG hands it to {@link OpInterpreter#executePg}.
 *
 * @param collection of the PG
 * @param hashBits of the PG: tell where it ends in hash order
 * @param nspace namespace to list, from the message's locator; {@code PgnlsReply.ALL_NSPACES} for all
 * @param ops borrowed: outputs and results are put into them
 * @param missing objects that exist although the store may not have them yet
 */
public record PgOpRequest(
        CollectionId collection, int hashBits, String nspace, List<OSDOp> ops, NavigableSet<HObject> missing) {}
