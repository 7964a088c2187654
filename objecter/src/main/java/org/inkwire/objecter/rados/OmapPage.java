// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.Map;

/**
 * Part of an object's omap.
 *
 * @param entries in key order; values are not copied
 * @param more whether keys follow the last one
 */
public record OmapPage(Map<String, byte[]> entries, boolean more) {}
