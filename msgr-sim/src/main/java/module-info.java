// SPDX-License-Identifier: Apache-2.0
/** Deterministic simulation of messengers: one thread, virtual time, a seeded network. */
module org.inkwire.msgr.sim {
    requires transitive org.inkwire.messenger;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;
    requires static transitive org.jspecify;

    exports org.inkwire.msgr.sim;
    exports org.inkwire.msgr.sim.channel;
    exports org.inkwire.msgr.sim.net;
}
