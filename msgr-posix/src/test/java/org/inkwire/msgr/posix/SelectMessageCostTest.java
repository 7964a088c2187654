// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.posix;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.MessageCostContract;

class SelectMessageCostTest extends MessageCostContract {
    @Override
    protected EventDriver driver() {
        return new SelectDriver();
    }
}
