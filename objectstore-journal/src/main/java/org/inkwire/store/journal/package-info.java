// SPDX-License-Identifier: Apache-2.0
/**
 * A persistent store in one file, {@code osd_objectstore = journalstore}: shows that a store needs only the public
 * interface, and what durability requires. A test of the SPI, not a product: the index is in memory and the file never
 * shrinks. Imports {@code org.inkwire.store} and the JDK's files.
 */
@NullMarked
package org.inkwire.store.journal;

import org.jspecify.annotations.NullMarked;
