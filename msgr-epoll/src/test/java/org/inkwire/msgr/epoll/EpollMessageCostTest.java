// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.epoll;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.MessageCostContract;

class EpollMessageCostTest extends MessageCostContract {
    @Override
    protected EventDriver driver() {
        return new EpollDriver();
    }
}
