// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the event driver that {@code ms_type} names, or the best one that runs here, and logs once what was chosen and
 * why not the others. Any thread.
 */
final class Drivers {
    private static final Logger log = LoggerFactory.getLogger(Drivers.class);
    private static final String ASYNC = "async";
    private static final String ASYNC_PREFIX = "async+";
    /** Ceph's name for "sockets of the kernel, best poller". */
    private static final String POSIX = "posix";
    /** The system's name for what Ceph would call {@code uring}. */
    private static final String IO_URING = "io_uring";

    /** Lines that have been logged: a process has many stacks. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private Drivers() {}

    /** @throws IllegalArgumentException if there is no such driver or it cannot run, with the cause */
    static EventDriver choose(@Nullable String msType) {
        List<EventDriver> all = new ArrayList<>();
        ServiceLoader.load(EventDriver.class).forEach(all::add);
        Choice choice = choose(msType, all);
        if (LOGGED.add(choice.why)) {
            log.info("event driver {}", choice.why);
        }
        return choice.driver;
    }

    /** @param why begins with the name of the driver */
    record Choice(EventDriver driver, String why) {}

    /** @throws IllegalArgumentException as {@link #choose(String)} */
    static Choice choose(@Nullable String msType, List<EventDriver> found) {
        List<EventDriver> all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(EventDriver::preference).reversed());
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "no event driver on the class path: add inkwire-msgr-posix or inkwire-msgr-epoll");
        }
        String wanted = wanted(msType);
        return wanted.equals(POSIX) ? best(all) : named(all, wanted);
    }

    private static String wanted(@Nullable String msType) {
        if (msType == null || msType.equals(ASYNC)) {
            return POSIX;
        }
        String name = msType.startsWith(ASYNC_PREFIX) ? msType.substring(ASYNC_PREFIX.length()) : msType;
        return name.equals(IO_URING) ? "uring" : name;
    }

    private static Choice named(List<EventDriver> all, String wanted) {
        List<String> names = new ArrayList<>();
        for (EventDriver d : all) {
            names.add(d.name());
            if (d.name().equals(wanted)) {
                String cause = d.unavailabilityCause();
                if (cause != null) {
                    throw new IllegalArgumentException("ms_type " + wanted + " cannot run here: " + cause);
                }
                return new Choice(d, wanted + ", as ms_type says");
            }
        }
        throw new IllegalArgumentException(
                "ms_type " + wanted + " is unknown; there are " + names + ", and posix for the best of them");
    }

    private static Choice best(List<EventDriver> all) {
        EventDriver best = null;
        StringBuilder others = new StringBuilder();
        for (EventDriver d : all) {
            String cause = d.unavailabilityCause();
            if (cause == null && best == null) {
                best = d;
            } else {
                others.append("; not ").append(d.name()).append(": ").append(cause == null ? d.reservation() : cause);
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no event driver can run here" + others);
        }
        return new Choice(best, best.name() + others);
    }
}
