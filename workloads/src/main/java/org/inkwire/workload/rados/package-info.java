// SPDX-License-Identifier: Apache-2.0
/**
 * Random operations on RADOS objects under faults, and a checker of their answers: {@link RadosModel} issues the
 * operations, {@link ObjectChecker} checks each object's history separately, {@link ClusterEnv} is the cluster under
 * test.
 */
@NullMarked
package org.inkwire.workload.rados;

import org.jspecify.annotations.NullMarked;
