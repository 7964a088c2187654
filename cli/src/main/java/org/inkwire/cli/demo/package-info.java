// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire demo}: a cluster, a large file, a lost OSD, in one process and a few seconds. */
@NullMarked
package org.inkwire.cli.demo;

import org.jspecify.annotations.NullMarked;
