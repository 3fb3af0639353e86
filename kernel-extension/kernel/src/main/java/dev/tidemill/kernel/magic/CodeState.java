package dev.tidemill.kernel.magic;

/** Follows Java source to know where it is code, and where a string, a character or a comment. */
final class CodeState {
    private enum In {
        CODE,
        LINE_COMMENT,
        BLOCK_COMMENT,
        STRING,
        CHARACTER,
        TEXT_BLOCK
    }

    private In in = In.CODE;

    boolean isCode() {
        return in == In.CODE;
    }

    /** Goes on over some source. */
    void read(String source) {
        for (int i = 0; i < source.length(); i++) {
            i += step(source, i);
        }
    }

    // How many more characters than one were read.
    private int step(String source, int at) {
        char c = source.charAt(at);
        switch (in) {
            case CODE -> {
                return code(source, at);
            }
            case LINE_COMMENT -> in = c == '\n' ? In.CODE : in;
            case BLOCK_COMMENT -> {
                if (source.startsWith("*/", at)) {
                    in = In.CODE;
                    return 1;
                }
            }
            case TEXT_BLOCK -> {
                if (source.startsWith("\"\"\"", at)) {
                    in = In.CODE;
                    return 2;
                }
                return c == '\\' ? 1 : 0;
            }
            case STRING, CHARACTER -> {
                // A string that is not closed ends with its line, as the compiler sees it.
                if (c == '\n' || c == (in == In.STRING ? '"' : '\'')) {
                    in = In.CODE;
                }
                return c == '\\' ? 1 : 0;
            }
        }
        return 0;
    }

    private int code(String source, int at) {
        if (source.startsWith("\"\"\"", at)) {
            in = In.TEXT_BLOCK;
            return 2;
        }
        if (source.startsWith("/*", at)) {
            in = In.BLOCK_COMMENT;
            return 1;
        }
        if (source.startsWith("//", at)) {
            in = In.LINE_COMMENT;
        } else if (source.charAt(at) == '"') {
            in = In.STRING;
        } else if (source.charAt(at) == '\'') {
            in = In.CHARACTER;
        }
        return 0;
    }
}
