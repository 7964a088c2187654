// SPDX-License-Identifier: Apache-2.0
/**
 * Where an OSD keeps its objects: {@link org.inkwire.store.ObjectStore}, its {@link org.inkwire.store.Transaction}s,
 * and {@link org.inkwire.store.ObjectStoreProvider}, the SPI for further stores. A store deals with collections,
 * objects, bytes, attributes and omaps; it is unaware of PGs, ops and daemons. Imports {@code wire}, options and
 * cluster ids only. Ceph: {@code src/os/ObjectStore.h}.
 */
@NullMarked
package org.inkwire.store;

import org.jspecify.annotations.NullMarked;
