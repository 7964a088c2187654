// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is measured.
 *
 * @param rounds turns of each client with each shape on each cluster
 * @param seconds of a turn
 * @param warmSeconds of each kind of load before the first turn of a client that stays alive
 * @param freshSeconds of a run of a new process; 0: none
 * @param mostBytes written in a turn, which then ends early: the clusters may keep them in memory
 * @param seed of the order of turns
 */
public record Plan(
        List<Shape> shapes, int rounds, int seconds, int warmSeconds, int freshSeconds, long mostBytes, long seed) {
    private static final long READ_BYTES = 64L << 20;
    private static final long FEWEST_OBJECTS = 32;
    private static final long MOST_OBJECTS = 4096;

    /**
     * One turn.
     *
     * @param <E> who takes turns
     */
    public record Slot<E>(Shape shape, E entrant) {}

    public Plan {
        shapes = List.copyOf(shapes);
    }

    /** Every combination, copies first. */
    public static List<Shape> shapes(
            List<Integer> copies, List<Load> loads, List<Integer> bytes, List<Integer> inFlight) {
        List<Shape> shapes = new ArrayList<>();
        for (int c : copies) {
            for (Load load : loads) {
                for (int b : bytes) {
                    for (int n : inFlight) {
                        shapes.add(new Shape(c, load, b, n));
                    }
                }
            }
        }
        return shapes.stream().distinct().toList();
    }

    /** All turns: in each round the shapes in random order, and with each shape all entrants in random order. */
    public <E> List<Slot<E>> slots(List<E> entrants) {
        Random random = new Random(seed);
        List<Slot<E>> slots = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Shape> order = new ArrayList<>(shapes);
            Collections.shuffle(order, random);
            for (Shape shape : order) {
                List<E> line = new ArrayList<>(entrants);
                Collections.shuffle(line, random);
                line.forEach(entrant -> slots.add(new Slot<>(shape, entrant)));
            }
        }
        return slots;
    }

    public List<Integer> copies() {
        return shapes.stream().map(Shape::copies).distinct().toList();
    }

    public List<Integer> sizes() {
        return shapes.stream().map(Shape::bytes).distinct().toList();
    }

    public List<Load> loads() {
        return shapes.stream().map(Shape::load).distinct().toList();
    }

    /** How many objects of this size are there to be read. */
    public static int readObjects(int bytes) {
        return (int) Math.max(FEWEST_OBJECTS, Math.min(MOST_OBJECTS, READ_BYTES / bytes));
    }

    /** How many objects of this size are written in a turn at most: some for each operation in flight. */
    public long writtenObjects(Shape shape) {
        return Math.max(2L * shape.inFlight(), mostBytes / shape.bytes());
    }
}
