// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

/** Is told what happens in a benchmark. */
public interface Watcher {
    /** @param what in a few words */
    void begins(String what);

    void ended();

    /** Something the reader of the results must know. */
    void note(String text);
}
