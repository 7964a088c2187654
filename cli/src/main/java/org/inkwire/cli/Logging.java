// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Log levels on stderr, and capture of the log to a file. Any thread. */
public final class Logging {
    /** From this debug_ms level on, every frame is logged. */
    private static final int EVERYTHING = 10;

    private static final String INKWIRE = "org.inkwire";

    private Logging() {}

    /** The messenger's log, by Ceph's debug_ms level: 0 warnings, 1 messages and states, 10 and more everything. */
    static void messenger(int debugMs) {
        Level level = debugMs >= EVERYTHING ? Level.TRACE : debugMs > 0 ? Level.DEBUG : Level.WARN;
        logger("org.inkwire.msgr").setLevel(level);
    }

    /** Logs the normal operation of daemons; for processes whose stderr is a log file. */
    public static void daemon() {
        logger(INKWIRE).setLevel(Level.INFO);
    }

    /**
     * Logs only errors: where faults are injected, warnings are expected. Where users of the messenger throw on
     * purpose, not even those of the classes that contain it; whether they do, the workload checks.
     */
    public static void quiet() {
        logger(INKWIRE).setLevel(Level.ERROR);
        logger("org.inkwire.msgr.async.dispatch").setLevel(Level.OFF);
        logger("org.inkwire.msgr.async.session").setLevel(Level.OFF);
    }

    /**
     * Writes everything Inkwire logs during {@code work}, up to debug_ms = 1, to a file, overwriting it. Output on
     * stderr does not change.
     */
    public static <T> T capturing(Path path, Supplier<T> work) {
        Capture capture = new Capture(path);
        try {
            return work.get();
        } finally {
            capture.end();
        }
    }

    private static final class Capture {
        private final Logger logger = logger(INKWIRE);
        private final Level before = logger.getLevel();
        private final FileAppender<ILoggingEvent> file = new FileAppender<>();

        private Capture(Path path) {
            LoggerContext context = logger.getLoggerContext();
            PatternLayoutEncoder lines = new PatternLayoutEncoder();
            lines.setContext(context);
            lines.setPattern("%d{HH:mm:ss.SSSSSS} %-5level [%thread] %logger{0} %msg%n%ex");
            lines.start();
            file.setContext(context);
            file.setName(path.toString());
            file.setFile(path.toString());
            file.setAppend(false);
            file.setImmediateFlush(false);
            file.setEncoder(lines);
            file.start();
            if (!file.isStarted()) {
                throw new UncheckedIOException(new IOException("cannot write to " + path));
            }
            AsBefore.limit(logger.getEffectiveLevel());
            logger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(AsBefore::attachTo);
            logger.addAppender(file);
            logger.setLevel(Level.DEBUG);
        }

        private void end() {
            logger.setLevel(before);
            logger.detachAppender(file);
            file.stop();
            AsBefore.limit(Level.TRACE);
        }
    }

    /**
     * Keeps events meant only for a capture from the other appenders. A singleton, because a filter cannot be detached.
     */
    private static final class AsBefore extends Filter<ILoggingEvent> {
        private static final AsBefore ONE = new AsBefore();
        private static volatile Level limit = Level.TRACE;

        static void limit(Level newLimit) {
            limit = newLimit;
        }

        static void attachTo(Appender<ILoggingEvent> appender) {
            if (!appender.getCopyOfAttachedFiltersList().contains(ONE)) {
                appender.addFilter(ONE);
            }
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            boolean ours = event.getLoggerName().startsWith(INKWIRE);
            return ours && !event.getLevel().isGreaterOrEqual(limit) ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
