package dev.tidemill.core.registry;

/**
 * What a version is for, of what it was made and how far it can be trusted. Every part is Markdown and empty when nothing
 * was written.
 *
 * @param markdown the whole card as one text
 * @param owner who answers for the version
 */
public record ModelCard(String markdown, String intendedUse, String data, String metrics, String limits, String owner) {
    /** A card without anything written. */
    public static final ModelCard EMPTY = new ModelCard("", "", "", "", "", "");

    /** A card that is one text. */
    public static ModelCard of(String markdown) {
        return new ModelCard(markdown, "", "", "", "", "");
    }
}
