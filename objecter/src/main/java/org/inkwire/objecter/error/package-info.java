// SPDX-License-Identifier: Apache-2.0
/**
 * Failures of requests to a cluster, one type for each conclusion the caller may draw: never sent, refused with an
 * errno, outcome unknown. May import {@code cluster} value types only. Ceph: negative return values of librados.
 */
@NullMarked
package org.inkwire.objecter.error;

import org.jspecify.annotations.NullMarked;
