// SPDX-License-Identifier: Apache-2.0
/**
 * Random operations on RADOS objects under faults, and a checker that knows which answers are possible: {@link
 * RadosModel} asks, {@link ObjectChecker} judges each object's history by itself, {@link ClusterEnv} is the cluster it
 * all happens on.
 */
@NullMarked
package org.inkwire.workload.rados;

import org.jspecify.annotations.NullMarked;
