// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.posix;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.BrokenPollerContract;

class SelectBrokenPollerTest extends BrokenPollerContract {
    @Override
    protected EventDriver driver() {
        return new SelectDriver();
    }
}
