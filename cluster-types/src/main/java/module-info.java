// SPDX-License-Identifier: Apache-2.0
/** RADOS messages, cluster maps and CRUSH. */
module org.inkwire.cluster {
    requires transitive org.inkwire.wire;
    requires java.naming;
    requires static transitive org.jspecify;

    exports org.inkwire.cluster.conf;
    exports org.inkwire.cluster.crush;
    exports org.inkwire.cluster.host;
    exports org.inkwire.cluster.map;
    exports org.inkwire.cluster.message;
    exports org.inkwire.cluster.message.common;
    exports org.inkwire.cluster.message.mon;
    exports org.inkwire.cluster.message.op;
    exports org.inkwire.cluster.message.osdmon;
    exports org.inkwire.cluster.message.peer;
    exports org.inkwire.cluster.message.reference;
    exports org.inkwire.cluster.osd;
    exports org.inkwire.cluster.osd.op;
}
