// SPDX-License-Identifier: Apache-2.0
/**
 * A persistent store in one file, {@code osd_objectstore = journalstore}: shows that a store needs nothing but the public
 * interface, and what durability asks for. A test of the SPI, no product: the index lives in memory and the file
 * never shrinks. Imports {@code org.inkwire.store} and the JDK's files.
 */
@NullMarked
package org.inkwire.store.journal;

import org.jspecify.annotations.NullMarked;
