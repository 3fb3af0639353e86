package dev.tidemill.client.plot;

/**
 * A thing in a lineage.
 *
 * @param id by which edges name it
 * @param kind such as model version, run or dataset; things of a kind have a colour
 * @param label told in its box
 */
public record LineageNode(String id, String kind, String label) {}
