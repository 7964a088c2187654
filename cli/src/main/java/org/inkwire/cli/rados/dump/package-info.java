// SPDX-License-Identifier: Apache-2.0
/** {@code rados export} and {@code import}: a pool as one stream. Ceph: {@code src/tools/RadosDump.h}. */
@NullMarked
package org.inkwire.cli.rados.dump;

import org.jspecify.annotations.NullMarked;
