// SPDX-License-Identifier: Apache-2.0
/** Async messenger speaking msgr2.1. */
module org.inkwire.messenger {
    requires transitive org.inkwire.wire;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;
    requires java.management;
    requires jdk.jfr;
    requires org.agrona;
    requires org.jctools.core;
    requires transitive org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.msgr;
    exports org.inkwire.msgr.dump;
    exports org.inkwire.msgr.fault;
    exports org.inkwire.msgr.state;
    exports org.inkwire.msgr.frame;
    exports org.inkwire.msgr.onwire;
    exports org.inkwire.msgr.auth;
    exports org.inkwire.msgr.event;
    exports org.inkwire.msgr.tell;

    uses org.inkwire.msgr.MessengerProvider;
    uses org.inkwire.msgr.event.EventDriver;

    provides org.inkwire.msgr.MessengerProvider with
            org.inkwire.msgr.async.AsyncMessengerProvider;
}
