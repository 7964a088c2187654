// SPDX-License-Identifier: Apache-2.0
/** Clusters, clients and their turns. */
@NullMarked
package org.inkwire.bench.rados.run;

import org.jspecify.annotations.NullMarked;
