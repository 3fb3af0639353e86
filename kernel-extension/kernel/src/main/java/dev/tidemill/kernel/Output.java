package dev.tidemill.kernel;

/** Where a command shows what goes on while it runs. */
interface Output {
    /**
     * Shows something that can be shown anew in the same place.
     *
     * @param id of the place; the first time it is used it is made
     */
    void show(String id, String html, String text);

    /** Shows a value below what is shown already, as a cell shows its last expression. */
    void display(Object value);
}
