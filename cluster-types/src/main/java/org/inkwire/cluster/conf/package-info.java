// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration in Ceph's terms: the grammar of {@code ceph.conf}, one typed table of options with Ceph's names and
 * defaults, and the layers a value can come from. May import {@code wire} only. Ceph: {@code src/common/config.cc},
 * {@code ConfUtils.cc}, {@code options.cc}.
 */
@NullMarked
package org.inkwire.cluster.conf;

import org.jspecify.annotations.NullMarked;
