// SPDX-License-Identifier: Apache-2.0
/**
 * What every part of an OSD has access to: the OSD's identity, its thread, its options and how to abort it. Imports
 * nothing of this module. Ceph: {@code src/common/ceph_context.h}.
 */
@NullMarked
package org.inkwire.osd.context;

import org.jspecify.annotations.NullMarked;
