// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;

/**
 * One step of an operation on an object, as data: {@link Steps} applies it to a model object, {@link RadosCalls} sends
 * it to a cluster. A tag unique to the step identifies what it writes. Immutable.
 */
public sealed interface Step {
    /** Changes the object. */
    sealed interface Change extends Step {}

    /** Reads from the object and has an output. */
    sealed interface Look extends Step {}

    /** Fails unless a condition holds; precedes the other steps. */
    sealed interface Guard extends Step {}

    record Write(long offset, int length, long tag) implements Change {}

    record WriteFull(int length, long tag) implements Change {}

    record Append(int length, long tag) implements Change {}

    record Truncate(long size) implements Change {}

    record Zero(long offset, long length) implements Change {}

    record Remove() implements Change {}

    record Create(boolean exclusive) implements Change {}

    record SetXattr(String name, long tag) implements Change {}

    record RemoveXattr(String name) implements Change {}

    record OmapSet(String key, long tag) implements Change {}

    record OmapRemove(String key) implements Change {}

    record AssertExists() implements Guard {}

    record AssertVersion(long version) implements Guard {}

    /** The attribute must have this tag's value; an absent one counts as empty, which matches no tag. */
    record CompareXattr(String name, long tag) implements Guard {}

    /** @param length 0: to the end */
    record Read(long offset, long length) implements Look {}

    record Stat() implements Look {}

    record GetXattr(String name) implements Look {}

    record GetXattrs() implements Look {}

    record OmapGet() implements Look {}

    /** Reads everything of an object, atomically. */
    static List<Step> lookAtAll() {
        return List.of(new Stat(), new Read(0, 0), new GetXattrs(), new OmapGet());
    }
}
