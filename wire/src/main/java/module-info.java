// SPDX-License-Identifier: Apache-2.0
/** Encodings, entity names and addresses, feature bits and the message base class. */
module org.inkwire.wire {
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires static transitive org.jspecify;

    exports org.inkwire.wire;
    exports org.inkwire.wire.entity;
    exports org.inkwire.wire.feature;
    exports org.inkwire.wire.message;
}
