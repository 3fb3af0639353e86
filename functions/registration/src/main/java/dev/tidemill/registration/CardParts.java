package dev.tidemill.registration;

import dev.tidemill.core.registry.ModelCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of the card that training writes, by its headings; a part that is not there is empty. */
final class CardParts {
    private static final String BEGINNING = "";

    private CardParts() {}

    static ModelCard of(String markdown) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = sections.computeIfAbsent(BEGINNING, s -> new ArrayList<>());
        List<String> owners = new ArrayList<>();
        for (String line : markdown.split("\n", -1)) {
            if (line.startsWith("## ")) {
                section = sections.computeIfAbsent(line.substring(3), s -> new ArrayList<>());
            } else {
                section.add(line);
            }
            if (line.startsWith("| Owner, ")) {
                String[] cells = line.split("\\|", -1);
                owners.add(cells[2].strip() + " (" + cells[1].strip().substring("Owner, ".length()) + ")");
            }
        }
        List<String> use = sections.getOrDefault(BEGINNING, List.of()).stream()
                .filter(line -> !line.startsWith("|") && !line.startsWith("# "))
                .toList();
        return new ModelCard(
                markdown,
                text(use),
                text(sections.getOrDefault("Data", List.of())),
                text(sections.getOrDefault("Quality on the test rows", List.of())),
                text(sections.getOrDefault("Limits", List.of())),
                String.join(", ", owners));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).strip();
    }
}
