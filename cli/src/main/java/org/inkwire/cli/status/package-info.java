// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire status}: a monitor's report on its cluster. */
@NullMarked
package org.inkwire.cli.status;

import org.jspecify.annotations.NullMarked;
