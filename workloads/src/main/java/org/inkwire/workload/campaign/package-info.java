// SPDX-License-Identifier: Apache-2.0
/**
 * Many seeds of a simulated workload: run, counted, reported. A failing seed prints what happened last and how to run it
 * again.
 */
@NullMarked
package org.inkwire.workload.campaign;

import org.jspecify.annotations.NullMarked;
