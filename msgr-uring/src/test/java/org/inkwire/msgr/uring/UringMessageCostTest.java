// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.MessageCostContract;

class UringMessageCostTest extends MessageCostContract {
    @Override
    protected EventDriver driver() {
        return new UringDriver();
    }
}
