// SPDX-License-Identifier: Apache-2.0
/**
 * {@code inkwire rados}: objects, attributes, omap, pools and benchmarks, with the arguments, output and errors of
 * Debian's {@code rados} tool. Ceph: {@code src/tools/rados/rados.cc}, {@code src/common/obj_bencher.cc}.
 */
@NullMarked
package org.inkwire.cli.rados;

import org.jspecify.annotations.NullMarked;
