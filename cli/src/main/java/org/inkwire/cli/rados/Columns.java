// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.util.ArrayList;
import java.util.List;

/** A table as rados prints it: the first column to the left, the others to the right, two spaces apart. One thread. */
final class Columns {
    private final List<List<String>> rows = new ArrayList<>();

    Columns(List<String> headings) {
        rows.add(headings);
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Each row ends in a newline. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                text.append(i > 0 ? "  " + pad + row.get(i) : row.get(i) + pad);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
