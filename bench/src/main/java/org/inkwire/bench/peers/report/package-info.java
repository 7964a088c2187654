// SPDX-License-Identifier: Apache-2.0
/** What a contest leaves behind: a table, the figures as JSON, histograms and plots. */
@NullMarked
package org.inkwire.bench.peers.report;

import org.jspecify.annotations.NullMarked;
