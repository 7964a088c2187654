// SPDX-License-Identifier: Apache-2.0
/**
 * Output formats of answers: JSON as Ceph's formatters write it, text tables, units and times. Pure functions. Imports
 * only {@code wire}. Ceph: {@code src/common/Formatter}, {@code TextTable}.
 */
@NullMarked
package org.inkwire.mon.format;

import org.jspecify.annotations.NullMarked;
