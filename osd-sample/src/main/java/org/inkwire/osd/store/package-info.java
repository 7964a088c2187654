// SPDX-License-Identifier: Apache-2.0
/**
 * Where an OSD keeps its objects: {@link org.inkwire.osd.store.ObjectStore}, its
 * {@link org.inkwire.osd.store.Transaction}s and the in-memory {@link org.inkwire.osd.store.MemStore}. A store knows
 * collections, objects, bytes, attributes and omaps; it knows no PG, no op and no message. Imports {@code wire} and
 * cluster ids only. Ceph: {@code src/os/ObjectStore.h}, {@code src/os/memstore}.
 */
@NullMarked
package org.inkwire.osd.store;

import org.jspecify.annotations.NullMarked;
