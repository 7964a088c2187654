// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Text columns, each as wide as its widest cell, two spaces apart. The last column is padded too. Ceph: {@code
 * TextTable}. Not thread-safe.
 */
public final class TextTable {
    /** Alignment of a cell in its column. */
    public enum Align {
        LEFT,
        RIGHT
    }

    private record Column(String heading, Align headingAlign, Align align) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable column(String heading, Align headingAlign, Align align) {
        columns.add(new Column(heading, headingAlign, align));
        return this;
    }

    public TextTable column(String heading, Align align) {
        return column(heading, align, align);
    }

    /** One cell per column. */
    public void row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    public void row(String... cells) {
        row(List.of(cells));
    }

    @Override
    public String toString() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).heading().length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Column c = columns.get(i);
            pad(out, c.heading(), widths[i], c.headingAlign(), i > 0);
        }
        out.append('\n');
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                pad(out, row.get(i), widths[i], columns.get(i).align(), i > 0);
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static void pad(StringBuilder out, String cell, int width, Align align, boolean separated) {
        if (separated) {
            out.append("  ");
        }
        String blanks = " ".repeat(width - cell.length());
        out.append(align == Align.LEFT ? cell + blanks : blanks + cell);
    }
}
