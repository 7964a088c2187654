// SPDX-License-Identifier: Apache-2.0
/** Reference OSDs, and a whole cluster in one process. */
module org.inkwire.osd {
    requires transitive org.inkwire.objecter;
    requires transitive org.inkwire.mon;
    requires transitive org.inkwire.store;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.osd;
    exports org.inkwire.osd.cluster;
    exports org.inkwire.osd.message;
    exports org.inkwire.osd.op;
    exports org.inkwire.osd.track;
}
