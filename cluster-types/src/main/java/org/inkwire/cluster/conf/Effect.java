// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

/** What setting an option changes in this implementation. */
public enum Effect {
    /** Code reads it. */
    EFFECTIVE("effective"),

    /** Accepted, because Ceph's configuration files have it; no code reads it. Setting it is worth a warning. */
    WITHOUT("without effect"),

    /** Only CephX reads it, also in Ceph; without CephX it changes nothing there either. */
    CEPHX_ONLY("with CephX only");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /** As {@code docs/options.md} has it. */
    @Override
    public String toString() {
        return text;
    }
}
