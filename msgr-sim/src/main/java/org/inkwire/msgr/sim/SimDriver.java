// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.sim.channel.SimChannel;
import org.inkwire.msgr.sim.channel.SimServerChannel;
import org.inkwire.msgr.sim.channel.SimTransport;
import org.jspecify.annotations.Nullable;

/** Sockets of one simulated process. Cannot be selected by {@code ms_type}: each {@link SimProcess} creates its own. */
final class SimDriver implements EventDriver {
    private final SimTransport transport;
    private final Scheduler.Turns turns;

    SimDriver(SimTransport transport, Scheduler.Turns turns) {
        this.transport = transport;
        this.turns = turns;
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public @Nullable String unavailabilityCause() {
        return null;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return turns.ioHandlerFactory();
    }

    @Override
    public Channel newSocketChannel() {
        return new SimChannel(transport);
    }

    @Override
    public ServerChannel newServerChannel() {
        return new SimServerChannel(transport);
    }
}
