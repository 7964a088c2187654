// SPDX-License-Identifier: Apache-2.0
/** How figures are shown: as text, as charts, and as histograms for other tools. */
@NullMarked
package org.inkwire.bench.report;

import org.jspecify.annotations.NullMarked;
