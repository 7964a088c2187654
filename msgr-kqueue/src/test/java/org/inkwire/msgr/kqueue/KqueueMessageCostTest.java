// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.kqueue;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.MessageCostContract;

class KqueueMessageCostTest extends MessageCostContract {
    @Override
    protected EventDriver driver() {
        return new KqueueDriver();
    }
}
