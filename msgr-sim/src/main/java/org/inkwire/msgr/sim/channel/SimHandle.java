// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.channel.IoHandle;

/** A channel on a {@link SimIoHandler}. */
interface SimHandle extends IoHandle {
    /** Polls its socket. Called on the loop it is registered with. */
    void ready();

    @Override
    void close();
}
