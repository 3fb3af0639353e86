package dev.tidemill.client.plot;

/**
 * An arrow of a lineage.
 *
 * @param from id of the node at its left end
 * @param to id of the node at its right end
 */
public record LineageEdge(String from, String to) {}
