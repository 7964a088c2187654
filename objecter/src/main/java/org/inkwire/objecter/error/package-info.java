// SPDX-License-Identifier: Apache-2.0
/**
 * How requests to a cluster fail, told apart by what the caller may conclude: never sent, refused with an errno, outcome
 * unknown. May import {@code cluster} value types only. Ceph: negative return values of librados.
 */
@NullMarked
package org.inkwire.objecter.error;

import org.jspecify.annotations.NullMarked;
