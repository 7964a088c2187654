// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inkwire.bench.rados.plan.Load;
import org.junit.jupiter.api.Test;

class OrderTest {
    @Test
    void anOrderIsReadAsItWasWritten() {
        Order order = new Order("p", "n", Load.READ, 4096, 16, 3000, 4096, "benchmark_data_host_1");
        assertThat(order.line()).isEqualTo("run p n read 4096 16 3000 4096 benchmark_data_host_1");
        assertThat(Order.parse(order.line())).isEqualTo(order);
        assertThat(order.name(7)).isEqualTo("benchmark_data_host_1_object7");
    }

    @Test
    void otherLinesAreRefused() {
        assertThatThrownBy(() -> Order.parse("run 1")).hasMessage("what is: run 1");
        assertThatThrownBy(() -> Order.parse("run p n seq 1 1 1 1 x")).hasMessageContaining("no load seq");
    }
}
