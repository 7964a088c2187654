// SPDX-License-Identifier: Apache-2.0
/** {@code rados bench} and {@code cleanup}. Ceph: {@code src/common/obj_bencher.cc}. */
@NullMarked
package org.inkwire.cli.rados.bench;

import org.jspecify.annotations.NullMarked;
