// SPDX-License-Identifier: Apache-2.0
/** What tests beside a real Ceph share. */
@NullMarked
package org.inkwire.testkit.ceph;

import org.jspecify.annotations.NullMarked;
