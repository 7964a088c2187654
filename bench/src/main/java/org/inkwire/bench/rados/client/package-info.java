// SPDX-License-Identifier: Apache-2.0
/** The process that runs our client and obeys the lines on its input. */
@NullMarked
package org.inkwire.bench.rados.client;

import org.jspecify.annotations.NullMarked;
