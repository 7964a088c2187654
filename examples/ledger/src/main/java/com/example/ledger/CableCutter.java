// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.util.Comparator;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.inkwire.msgr.event.EventDriver;

/**
 * For this demonstration only: wraps the best socket driver of this machine, tracks the sockets it opens and can abort
 * them. The messenger sees lost connections, as when a switch restarts. Any thread.
 */
final class CableCutter implements EventDriver {
    private final EventDriver driver = ServiceLoader.load(EventDriver.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(d -> d.unavailabilityCause() == null)
            .max(Comparator.comparingInt(EventDriver::preference))
            .orElseThrow(() -> new IllegalStateException("no socket driver on the class path"));
    private final Queue<Channel> dialled = new ConcurrentLinkedQueue<>();

    /** Aborts every open connection; data in either kernel's buffers is lost. Returns when done. */
    void cut() {
        for (Channel channel : dialled) {
            channel.eventLoop().submit(() -> abort(channel)).syncUninterruptibly();
        }
    }

    private static void abort(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    @Override
    public Channel newSocketChannel() {
        Channel channel = driver.newSocketChannel();
        dialled.add(channel);
        channel.closeFuture().addListener(closed -> dialled.remove(channel));
        return channel;
    }

    @Override
    public String name() {
        return driver.name();
    }

    @Override
    public int preference() {
        return driver.preference();
    }

    @Override
    public String unavailabilityCause() {
        return driver.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return driver.ioHandlerFactory();
    }

    @Override
    public ServerChannel newServerChannel() {
        return driver.newServerChannel();
    }
}
