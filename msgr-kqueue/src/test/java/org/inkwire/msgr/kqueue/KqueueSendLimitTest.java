// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.kqueue;

import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.SendLimitContract;

class KqueueSendLimitTest extends SendLimitContract {
    @Override
    protected EventDriver driver() {
        return new KqueueDriver();
    }
}
