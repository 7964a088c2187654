// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.Test;

class MessengerConfigTest {
    private final MessengerConfig.Builder builder = MessengerConfig.builder(
                    "test", EntityName.client(1), MessageRegistry.builder().build())
            .authClient(AuthNone.client(new AuthEntityName(EntityType.CLIENT, "1"), () -> 1));

    @Test
    void byDefaultNothingIsInjectedAndNobodyIntercepts() {
        MessengerConfig config = builder.conclude();
        assertThat(config.faultInjection()).isSameAs(FaultInjection.NONE);
        assertThat(config.interceptor()).isNull();
    }

    @Test
    void aMessageMayBeLargerThanTheDispatchThrottle() {
        MessengerConfig config =
                builder.dispatchThrottleBytes(1000).maxSegmentBytes(5000, 5000).conclude();
        assertThat(config.maxDataBytes()).isGreaterThan((int) config.dispatchThrottleBytes());
    }

    @Test
    void segmentsThatMakeAFrameTooLargeForOneBufferAreRefused() {
        assertThatThrownBy(() -> builder.maxSegmentBytes(512 << 20, 1 << 30).conclude())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aBodyTimeoutOfNothingIsRefused() {
        assertThatThrownBy(() -> builder.bodyTimeout(Duration.ZERO).conclude()).hasMessageContaining("body timeout");
    }
}
