// SPDX-License-Identifier: Apache-2.0
/** {@code inkwire bench peers}: the messenger beside what a user would pick instead. */
@NullMarked
package org.inkwire.bench.peers;

import org.jspecify.annotations.NullMarked;
