package dev.tidemill.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a version stands.
 *
 * @param status Draft, Candidate, Staging, Production, Archived or Rejected
 * @param origin trained or imported
 * @param approvals in the order in which they were given
 * @param nextStatus what the status can become, with the role that each change needs
 * @param source everything the API told
 */
public record VersionReview(
        String model,
        int version,
        String status,
        String origin,
        List<Approval> approvals,
        Map<String, String> nextStatus,
        Document source) {
    public VersionReview {
        approvals = List.copyOf(approvals);
        nextStatus = Map.copyOf(nextStatus);
    }

    /**
     * Someone's word that a version may go into production.
     *
     * @param why in words; empty when nothing was said
     */
    public record Approval(String who, String why, Instant time) {}

    static VersionReview of(Document json) {
        Map<String, String> next = new TreeMap<>();
        json.at("nextStatus").fields().forEach((status, role) -> next.put(status, role.text("")));
        return new VersionReview(
                json.at("model").text(),
                (int) json.at("version").integer(),
                json.at("status").text(),
                json.at("origin").text(""),
                json.at("approvals").elements().stream()
                        .map(approval -> new Approval(
                                approval.at("who").text(""),
                                approval.at("why").text(""),
                                approval.at("time").instant()))
                        .toList(),
                next,
                json);
    }
}
