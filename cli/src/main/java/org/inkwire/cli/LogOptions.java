// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.slf4j.LoggerFactory;

/**
 * Makes this process log as {@code log_file}, {@code log_to_stderr}, {@code err_to_stderr} and {@code debug_*} say. An
 * option that is not set changes nothing. Any thread.
 */
public final class LogOptions {
    private static final int DEBUG_FROM = 5;
    private static final int TRACE_FROM = 20;
    private static final String NOWHERE = "/dev/null";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSZ} %-5level [%thread] %logger{0}: %msg%n%ex{short}";

    /** The loggers of Ceph's subsystems. */
    private static final Map<Option<Integer>, String> SUBSYSTEMS = Map.of(
            Options.DEBUG_MS, "org.inkwire.msgr",
            Options.DEBUG_MON, "org.inkwire.mon",
            Options.DEBUG_OSD, "org.inkwire.osd",
            Options.DEBUG_MONC, "org.inkwire.objecter.mon",
            Options.DEBUG_OBJECTER, "org.inkwire.objecter",
            Options.DEBUG_RADOS, "org.inkwire.objecter.rados");

    private LogOptions() {}

    /**
     * Applies the options, and levels again whenever they change.
     *
     * @throws ConfException if log_file cannot be written
     */
    public static void follow(CephConf conf) {
        String file = conf.get(Options.LOG_FILE);
        if (!file.isBlank() && !file.equals(NOWHERE)) {
            logTo(file);
        }
        if (!conf.get(Options.LOG_TO_STDERR)) {
            limitStderr(conf.get(Options.ERR_TO_STDERR) ? Level.ERROR : Level.OFF);
        }
        SUBSYSTEMS.keySet().forEach(option -> level(conf, option));
        conf.observe(changed -> SUBSYSTEMS.keySet().stream()
                .filter(option -> changed.contains(option.name()))
                .forEach(option -> level(conf, option)));
    }

    private static void level(CephConf conf, Option<Integer> option) {
        Logger logger = logger(Objects.requireNonNull(SUBSYSTEMS.get(option)));
        if (conf.layerOf(option) == CephConf.Layer.DEFAULT) {
            return;
        }
        int level = conf.get(option);
        // The messenger's level 1 has every message, as in Ceph; elsewhere 1 is normal operation.
        boolean messenger = option.equals(Options.DEBUG_MS);
        logger.setLevel(
                level <= 0
                        ? Level.WARN
                        : level >= TRACE_FROM
                                ? Level.TRACE
                                : level >= DEBUG_FROM || messenger ? Level.DEBUG : Level.INFO);
    }

    private static void logTo(String file) {
        Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(file) != null) {
            return;
        }
        LoggerContext context = root.getLoggerContext();
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern(PATTERN);
        lines.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(file);
        appender.setFile(file);
        appender.setEncoder(lines);
        appender.start();
        if (!appender.isStarted()) {
            throw new ConfException(Options.LOG_FILE + ": cannot write '" + file + "'");
        }
        root.addAppender(appender);
    }

    private static void limitStderr(Level least) {
        Iterator<Appender<ILoggingEvent>> appenders =
                logger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> stderr) {
                ThresholdFilter filter = new ThresholdFilter();
                filter.setLevel(least.toString());
                filter.start();
                stderr.clearAllFilters();
                stderr.addFilter(filter);
            }
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
