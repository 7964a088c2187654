// SPDX-License-Identifier: Apache-2.0
/**
 * Runs many seeds of a workload, counts and reports. The report of a failing seed has the last events and the command
 * that runs it again.
 */
@NullMarked
package org.inkwire.workload.campaign;

import org.jspecify.annotations.NullMarked;
