// SPDX-License-Identifier: Apache-2.0
/**
 * Where an OSD keeps its objects: {@link org.inkwire.store.ObjectStore}, its {@link org.inkwire.store.Transaction}s, and
 * {@link org.inkwire.store.ObjectStoreProvider}, through which a store is added. A store knows collections, objects, bytes,
 * attributes and omaps; it knows no PG, no op and no daemon. Imports {@code wire}, options and cluster ids only. Ceph:
 * {@code src/os/ObjectStore.h}.
 */
@NullMarked
package org.inkwire.store;

import org.jspecify.annotations.NullMarked;
