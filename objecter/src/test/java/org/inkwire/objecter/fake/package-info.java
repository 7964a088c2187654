// SPDX-License-Identifier: Apache-2.0
/** A monitor played by hand, for tests of what lies above the messenger. */
@NullMarked
package org.inkwire.objecter.fake;

import org.jspecify.annotations.NullMarked;
