// SPDX-License-Identifier: Apache-2.0
/**
 * Debian's Ceph tools against our cluster, and our command against a real Ceph cluster. Run by {@code mvn -Pinterop
 * verify}; a missing tool is a failure. Every process started here ends with its test class.
 */
@NullMarked
package org.inkwire.cli.interop;

import org.jspecify.annotations.NullMarked;
