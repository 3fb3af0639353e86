package dev.tidemill.kernel.cell;

/**
 * Where a statement came from.
 *
 * @param line of the cell on which the statement begins, from 1
 * @param column of its first character on that line, from 0
 * @param statement as it was given to the shell
 */
record Origin(Cell cell, int line, int column, String statement) {
    /** The origin of a part of this statement, which begins at a character of it. */
    Origin at(int start, String part) {
        String before = statement.substring(0, Math.min(start, statement.length()));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int inLine = before.length() - before.lastIndexOf('\n') - 1;
        return new Origin(cell, line + lines, lines == 0 ? column + inLine : inLine, part);
    }

    String place(int lineOfStatement) {
        return place(cell, line + Math.max(1, lineOfStatement) - 1);
    }

    static String place(Cell cell, int line) {
        return (cell.number() == 0 ? "code run by the cell" : "cell " + cell.number()) + ", line " + line;
    }
}
