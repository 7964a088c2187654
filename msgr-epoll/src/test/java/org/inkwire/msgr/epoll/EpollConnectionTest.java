// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.epoll;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.ConnectionContract;

class EpollConnectionTest extends ConnectionContract {
    @Override
    protected EventDriver driver() {
        return new EpollDriver();
    }
}
