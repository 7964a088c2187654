// SPDX-License-Identifier: Apache-2.0
/**
 * What a daemon tells of the machine it runs on. Imports nothing of ours. Ceph: {@code src/common/util.cc}.
 */
@NullMarked
package org.inkwire.cluster.host;

import org.jspecify.annotations.NullMarked;
