// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the two services as processes, injects failures and checks the result: {@code LedgerExample [DIRECTORY]}. Exits
 * non-zero if an entry was lost, duplicated or out of order.
 */
public final class LedgerExample {
    private static final int CUTS = 10;
    private static final int KILLS = 2;

    /**
     * Receipts between two failures: more than were in flight, so that each failure hits a session that has recovered.
     */
    private static final int BETWEEN = 2000;

    private static final int PORTS = 10;

    private final Path journal;
    private final String minPort;
    private final String maxPort;

    private LedgerExample(Path directory) {
        journal = directory.resolve("ledger.journal");
        // A few ports below the system's ephemeral range; concurrent runs try different ones.
        long first = 20_000 + ProcessHandle.current().pid() % 1000 * PORTS;
        minPort = Long.toString(first);
        maxPort = Long.toString(first + PORTS - 1);
    }

    public static void main(String[] args) throws Exception {
        Path directory = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("ledger");
        try {
            LedgerExample example = new LedgerExample(directory);
            long last = example.connectionsAreCut();
            last = example.theLedgerIsKilled(last);
            example.checkJournal(last);
        } catch (Failure e) {
            System.out.println("FAILED: " + e.getMessage() + "; the journal is in " + directory);
            System.exit(1);
        }
        if (args.length == 0) {
            Files.delete(directory.resolve("ledger.journal"));
            Files.delete(directory);
        }
    }

    /** The session alone: the teller sends no entry twice, and none arrives twice at the ledger. */
    private long connectionsAreCut() throws IOException, InterruptedException {
        System.out.println("1. TCP connections are cut " + CUTS + " times while the teller sends");
        try (Service ledger = Service.start(LedgerMain.class, journal.toString(), minPort, maxPort);
                Service teller = Service.start(TellerMain.class, address(ledger.await("address")), "0")) {
            long receipts = 0;
            for (int i = 0; i < CUTS; i++) {
                awaitReceipts(teller, receipts + BETWEEN);
                teller.tell("cut");
                receipts = Service.number(teller.await("cut"), "cut");
            }
            awaitReceipts(teller, receipts + BETWEEN);
            String sent = teller.finish("connects");
            String received = ledger.finish("applied");
            System.out.println("   teller: " + sent + "\n   ledger: " + received);
            require(Service.number(sent, "connects") > CUTS, "every cut was followed by a new connection");
            require(Service.number(sent, "resets") == 0, "the session survived every cut");
            require(Service.number(sent, "again") == 0, "the teller sent nothing again");
            require(Service.number(received, "repeated") == 0, "nothing arrived twice");
            require(Service.number(received, "early") == 0, "nothing arrived out of order");
            long last = Service.number(sent, "last");
            require(Service.number(received, "applied") == last, "everything arrived");
            return last;
        }
    }

    /** A killed process loses its session; the journal and the teller's entries without a receipt make up for it. */
    private long theLedgerIsKilled(long last) throws IOException, InterruptedException {
        System.out.println("2. the ledger's process is killed (-9) " + KILLS + " times while the teller sends");
        Service ledger = Service.start(LedgerMain.class, journal.toString(), minPort, maxPort);
        try {
            String address = address(ledger.await("address"));
            String port = address.substring(address.lastIndexOf(':') + 1, address.lastIndexOf('/'));
            try (Service teller = Service.start(TellerMain.class, address, Long.toString(last))) {
                long receipts = last;
                for (int i = 0; i < KILLS; i++) {
                    awaitReceipts(teller, receipts + BETWEEN);
                    ledger.kill();
                    ledger = Service.start(LedgerMain.class, journal.toString(), port, port);
                    receipts = Service.number(ledger.await("address"), "last");
                    System.out.println("   killed; the new process finds " + receipts + " entries in its journal");
                }
                awaitReceipts(teller, receipts + BETWEEN);
                String sent = teller.finish("connects");
                System.out.println("   teller: " + sent + "\n   ledger: " + ledger.finish("applied"));
                require(Service.number(sent, "resets") == KILLS, "the teller noticed every loss");
                return Service.number(sent, "last");
            }
        } finally {
            ledger.close();
        }
    }

    private void checkJournal(long last) throws IOException {
        List<String> lines = Files.readAllLines(journal);
        for (int i = 0; i < lines.size(); i++) {
            long number = i + 1L;
            String expected = number + " " + TellerMain.amount(number) + " entry " + number;
            require(lines.get(i).equals(expected), "line " + number + " is entry " + number);
        }
        require(lines.size() == last, "the journal has " + last + " lines");
        System.out.println(
                "OK: " + last + " entries sent, " + lines.size() + " in the journal, each once and in order");
    }

    private static String address(String report) {
        return Service.value(report, "address");
    }

    private static void awaitReceipts(Service teller, long wanted) throws InterruptedException {
        long receipts = 0;
        while (receipts < wanted) {
            receipts = Service.number(teller.await("receipts"), "receipts");
        }
    }

    private static void require(boolean holds, String claim) {
        if (!holds) {
            throw new Failure("not true: " + claim);
        }
    }
}
