// SPDX-License-Identifier: Apache-2.0
/** RADOS client. */
module org.inkwire.objecter {
    requires transitive org.inkwire.messenger;
    requires transitive org.inkwire.cluster;
    requires org.agrona;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.objecter;
    exports org.inkwire.objecter.error;
    exports org.inkwire.objecter.mon;
    exports org.inkwire.objecter.rados;
}
