// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire bench crush}: placement beside Ceph's own. */
@NullMarked
package org.inkwire.bench.crush;

import org.jspecify.annotations.NullMarked;
