// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

/** On the memory store, the default. */
class LocalClusterIT extends LocalClusterContract {
    @Override
    protected LocalCluster.Builder builder() {
        return LocalCluster.builder();
    }
}
