// SPDX-License-Identifier: Apache-2.0
/**
 * What every part of an OSD's daemon knows: whose it is, its thread, its options, how it goes down. Imports nothing of this
 * module. Ceph: {@code src/common/ceph_context.h}.
 */
@NullMarked
package org.inkwire.osd.context;

import org.jspecify.annotations.NullMarked;
