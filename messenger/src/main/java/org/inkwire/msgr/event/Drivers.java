// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the event driver that {@code ms_type} names, or the best one that runs here, and logs the choice. Stateless.
 */
final class Drivers {
    private static final Logger log = LoggerFactory.getLogger(Drivers.class);
    private static final String ASYNC_PREFIX = "async+";
    /** Ceph's name for "sockets of the kernel, best poller". */
    private static final String POSIX = "posix";

    private Drivers() {}

    /** @throws IllegalArgumentException if there is no such driver or it cannot run, with the cause */
    static EventDriver choose(@Nullable String msType) {
        List<EventDriver> all = new ArrayList<>();
        ServiceLoader.load(EventDriver.class).forEach(all::add);
        all.sort(Comparator.comparingInt(EventDriver::preference).reversed());
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "no event driver on the class path: add inkwire-msgr-posix or inkwire-msgr-epoll");
        }
        String wanted = msType == null
                ? POSIX
                : msType.startsWith(ASYNC_PREFIX) ? msType.substring(ASYNC_PREFIX.length()) : msType;
        return wanted.equals(POSIX) ? best(all) : named(all, wanted);
    }

    private static EventDriver named(List<EventDriver> all, String wanted) {
        List<String> names = new ArrayList<>();
        for (EventDriver d : all) {
            names.add(d.name());
            if (d.name().equals(wanted)) {
                String cause = d.unavailabilityCause();
                if (cause != null) {
                    throw new IllegalArgumentException("ms_type " + wanted + " cannot run here: " + cause);
                }
                return d;
            }
        }
        throw new IllegalArgumentException("ms_type " + wanted + " is unknown; there are " + names);
    }

    private static EventDriver best(List<EventDriver> all) {
        StringBuilder passedOver = new StringBuilder();
        for (EventDriver d : all) {
            String cause = d.unavailabilityCause();
            if (cause == null) {
                log.info("event driver {}{}", d.name(), passedOver);
                return d;
            }
            passedOver.append("; not ").append(d.name()).append(": ").append(cause);
        }
        throw new IllegalArgumentException("no event driver can run here" + passedOver);
    }
}
