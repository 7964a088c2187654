// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.ceph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Counts the session events of all messengers in this process, from their JFR events. */
public final class SessionEvents implements AutoCloseable {
    private static final String PREFIX = "org.inkwire.msgr.";

    private final Recording recording = new Recording();

    /**
     * Numbers of events.
     *
     * @param injected connections broken by our own {@code ms_inject_socket_failures}
     * @param faults all connections that broke, including those broken by either side's injection
     * @param dialled TCP connections attempted
     * @param accepted TCP connections accepted
     * @param ready handshakes completed
     * @param reconnects lossless sessions resumed over another TCP connection
     * @param replaced TCP connections superseded by a newer one from the same peer
     * @param resets sessions lost
     */
    public record Counts(
            long injected,
            long faults,
            long dialled,
            long accepted,
            long ready,
            long reconnects,
            long replaced,
            long resets) {}

    private SessionEvents() {
        for (String name : List.of("Connect", "Accept", "Ready", "Fault", "Reconnect", "Replaced", "Reset")) {
            recording.enable(PREFIX + name).withThreshold(Duration.ZERO);
        }
        recording.start();
    }

    /** Counts from now on. */
    public static SessionEvents record() {
        return new SessionEvents();
    }

    /** The counts so far. */
    public Counts counts() throws IOException {
        Path file = Files.createTempFile("sessions", ".jfr");
        try {
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            return new Counts(
                    events.stream().filter(SessionEvents::isInjected).count(),
                    count(events, "Fault"),
                    count(events, "Connect"),
                    count(events, "Accept"),
                    count(events, "Ready"),
                    count(events, "Reconnect"),
                    count(events, "Replaced"),
                    count(events, "Reset"));
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isInjected(RecordedEvent event) {
        return is(event, "Fault") && event.getBoolean("injected");
    }

    private static long count(List<RecordedEvent> events, String name) {
        return events.stream().filter(e -> is(e, name)).count();
    }

    private static boolean is(RecordedEvent event, String name) {
        return event.getEventType().getName().equals(PREFIX + name);
    }

    @Override
    public void close() {
        recording.close();
    }
}
