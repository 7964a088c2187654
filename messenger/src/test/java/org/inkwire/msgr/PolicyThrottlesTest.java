// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;

class PolicyThrottlesTest {
    private final Throttle bytes = new Throttle("bytes", 1000);
    private final Throttle messages = new Throttle("messages", 10);

    @Test
    void aMessageGivesItsShareBackWithItsLastReference() {
        bytes.tryTake(300);
        messages.tryTake(1);
        Message m = new Message(1, 1, 1) {
            @Override
            protected void encodeFront(Encoder out, long features) {}
        };
        m.chargeTo(new PolicyThrottles(bytes, messages), 300);
        m.retain();
        m.release();
        assertThat(bytes.taken()).isEqualTo(300);
        m.release();
        assertThat(bytes.taken()).isZero();
        assertThat(messages.taken()).isZero();
    }

    @Test
    void aPolicyKeepsItsThrottlesWhateverElseChanges() {
        Policy policy = Policy.statelessServer().throttledBy(bytes, messages);
        assertThat(policy.withLossy(false).requiring(1).throttles()).isEqualTo(new PolicyThrottles(bytes, messages));
    }
}
