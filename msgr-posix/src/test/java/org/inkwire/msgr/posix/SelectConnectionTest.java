// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.posix;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.ConnectionContract;

class SelectConnectionTest extends ConnectionContract {
    @Override
    protected EventDriver driver() {
        return new SelectDriver();
    }
}
