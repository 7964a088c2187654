// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.inkwire.bench.peers.peer.Answers;
import org.inkwire.bench.peers.peer.Client;
import org.inkwire.bench.peers.peer.Peer;
import org.inkwire.bench.peers.peer.Peers;
import org.inkwire.bench.peers.peer.Server;
import org.inkwire.bench.process.Allocations;

/**
 * The main class of a contestant's processes: {@code server NAME} prints {@code ready ADDRESS}, {@code client NAME
 * ADDRESS} prints {@code ready}; then both obey the lines on their input: {@link Order}s a client, {@code allocated}
 * a server. They end with their input.
 */
public final class PeerProcess {
    /** Asks a server for the bytes it has allocated so far. */
    public static final String ALLOCATED = "allocated";

    /** Before anything a library prints. */
    private static final PrintStream OUT = System.out;

    private PeerProcess() {}

    public static void main(String[] args) throws Exception {
        System.setOut(System.err);
        Peer peer = Peers.named(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (args[0].equals("server")) {
            serve(peer, in);
        } else {
            ask(peer, args[2], in);
        }
        // Some libraries leave threads behind.
        System.exit(0);
    }

    private static void serve(Peer peer, BufferedReader in) throws Exception {
        try (Server server = peer.serve()) {
            say("ready " + server.address());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.equals(ALLOCATED)) {
                    throw new IllegalArgumentException("what is: " + line);
                }
                say(ALLOCATED + " " + Allocations.soFar());
            }
        }
    }

    private static void ask(Peer peer, String address, BufferedReader in) throws Exception {
        Turns turns = new Turns();
        try (Client client = peer.connect(address, turns)) {
            say("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Load load = new Load(client, Order.parse(line));
                turns.current = load;
                say(load.run().line());
            }
        }
    }

    private static void say(String line) {
        OUT.println(line);
        OUT.flush();
    }

    /** Passes answers to the current turn. */
    private static final class Turns implements Answers {
        private volatile Answers current = stamp -> {};

        @Override
        public void onAnswer(long stamp) {
            current.onAnswer(stamp);
        }
    }
}
