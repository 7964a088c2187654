// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;

/**
 * Part of an object's omap keys. Immutable.
 *
 * @param keys in order
 * @param more whether keys follow the last one
 */
public record OmapKeysPage(List<String> keys, boolean more) {}
