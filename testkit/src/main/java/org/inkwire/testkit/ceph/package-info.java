// SPDX-License-Identifier: Apache-2.0
/** Shared code of the tests against a real Ceph. */
@NullMarked
package org.inkwire.testkit.ceph;

import org.jspecify.annotations.NullMarked;
