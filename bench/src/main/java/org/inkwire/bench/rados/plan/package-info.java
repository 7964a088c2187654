// SPDX-License-Identifier: Apache-2.0
/** What is measured, and in which order. */
@NullMarked
package org.inkwire.bench.rados.plan;

import org.jspecify.annotations.NullMarked;
