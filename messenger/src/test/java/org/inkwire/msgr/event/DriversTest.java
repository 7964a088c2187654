// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriversTest {
    private record Fake(
            String name, int preference, @Nullable String unavailabilityCause, String reservation)
            implements EventDriver {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            throw new AssertionError("not used");
        }

        @Override
        public Channel newSocketChannel() {
            throw new AssertionError("not used");
        }

        @Override
        public ServerChannel newServerChannel() {
            throw new AssertionError("not used");
        }
    }

    private static final List<EventDriver> ALL = List.of(
            new Fake("uring", 1, null, "not faster"),
            new Fake("select", 10, null, "slower"),
            new Fake("kqueue", 90, "not a BSD", "unused"),
            new Fake("epoll", 100, null, "unused"));

    private static String chosen(@Nullable String msType) {
        return Drivers.choose(msType, ALL).driver().name();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"async", "async+posix", "posix"})
    void withoutANameTheMostPreferredThatCanRunIsTakenAndTheChoiceIsExplained(@Nullable String msType) {
        Drivers.Choice choice = Drivers.choose(msType, ALL);
        assertThat(choice.driver().name()).isEqualTo("epoll");
        assertThat(choice.why()).isEqualTo("epoll; not kqueue: not a BSD; not select: slower; not uring: not faster");
    }

    @Test
    void theNextOneIsTakenWhereTheMostPreferredCannotRun() {
        Drivers.Choice choice = Drivers.choose("async", List.of(ALL.get(0), ALL.get(1), ALL.get(2)));
        assertThat(choice.why()).isEqualTo("select; not kqueue: not a BSD; not uring: not faster");
    }

    @ParameterizedTest
    @ValueSource(strings = {"async+uring", "uring", "async+io_uring", "io_uring"})
    void anyDriverCanBeNamed(String msType) {
        assertThat(chosen(msType)).isEqualTo("uring");
        assertThat(chosen("async+select")).isEqualTo("select");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> chosen("async+dpdk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ms_type dpdk is unknown; there are [epoll, kqueue, select, uring], and posix for the best of them");
    }

    @Test
    void aNamedDriverThatCannotRunIsRefusedWithTheCause() {
        assertThatThrownBy(() -> chosen("async+kqueue"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ms_type kqueue cannot run here: not a BSD");
    }

    @Test
    void withoutAnyDriverThatCanRunEachSaysWhy() {
        assertThatThrownBy(() -> Drivers.choose(null, List.of(ALL.get(2))))
                .hasMessage("no event driver can run here; not kqueue: not a BSD");
        assertThatThrownBy(() -> Drivers.choose(null, List.of())).hasMessageContaining("inkwire-msgr-posix");
    }
}
