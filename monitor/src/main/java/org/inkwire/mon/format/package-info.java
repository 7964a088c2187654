// SPDX-License-Identifier: Apache-2.0
/**
 * How answers are written: JSON as the formatters of Ceph write it, tables of text, units and times. Pure functions. Imports
 * {@code wire} alone. Ceph: {@code src/common/Formatter}, {@code TextTable}.
 */
@NullMarked
package org.inkwire.mon.format;

import org.jspecify.annotations.NullMarked;
