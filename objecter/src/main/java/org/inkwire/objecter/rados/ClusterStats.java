// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

/** Space of the cluster or of one pool; KiB. Immutable. */
public record ClusterStats(long kb, long kbUsed, long kbAvail, long objects) {}
