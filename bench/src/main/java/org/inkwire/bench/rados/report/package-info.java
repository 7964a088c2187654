// SPDX-License-Identifier: Apache-2.0
/** What a run leaves behind: a table, the figures as JSON, histograms and plots. */
@NullMarked
package org.inkwire.bench.rados.report;

import org.jspecify.annotations.NullMarked;
