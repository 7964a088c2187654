// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.inkwire.cluster.conf.CephConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a configuration asks for in vain: unusable values and options without effect. Each is named once per
 * process, however many clients and daemons in it share a file. Any thread.
 */
public final class ConfLog {
    private static final Logger log = LoggerFactory.getLogger(ConfLog.class);

    /** Problems and option names already logged. Bounded by the table and what the user wrote. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private ConfLog() {}

    /** As {@link #report(CephConf)}, now and whenever an option changes; for daemons, which have a conf of their own. */
    public static void follow(CephConf conf) {
        report(conf);
        conf.observe(changed -> report(conf));
    }

    /** Logs what is wrong with the file, and the options without effect. */
    public static void report(CephConf conf) {
        report(conf, conf.warnings());
    }

    /**
     * Logs problems, and the options without effect.
     *
     * @param problems of the monitor's layer, from {@link CephConf#setMonLayer}
     */
    public static void report(CephConf conf, List<String> problems) {
        for (String problem : problems) {
            if (TOLD.add(problem)) {
                log.warn("{}", problem);
            }
        }
        List<String> names = new ArrayList<>(conf.withoutEffect());
        names.removeIf(name -> !TOLD.add(name));
        if (!names.isEmpty()) {
            log.warn("options without effect here: {}", String.join(", ", names));
        }
        if (log.isDebugEnabled() && !conf.unknown().isEmpty()) {
            log.debug("options not known here, and ignored: {}", String.join(", ", conf.unknown()));
        }
    }
}
