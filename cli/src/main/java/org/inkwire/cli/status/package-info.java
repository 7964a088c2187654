// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire status}: what a monitor says of its cluster. */
@NullMarked
package org.inkwire.cli.status;

import org.jspecify.annotations.NullMarked;
