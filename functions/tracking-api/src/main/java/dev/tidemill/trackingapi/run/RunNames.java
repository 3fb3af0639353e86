package dev.tidemill.trackingapi.run;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names for runs that were given none: an adjective, a noun and a number. */
public final class RunNames {
    private static final List<String> ADJECTIVES = List.of(
            "able", "amber", "brave", "bright", "calm", "clear", "clever", "deft", "eager", "early", "fair", "fleet",
            "fresh", "gentle", "glad", "golden", "grand", "honest", "keen", "kind", "lively", "lucid", "merry", "mild",
            "nimble", "noble", "patient", "plain", "proud", "quick", "quiet", "rapid", "ready", "sharp", "silver",
            "smooth", "steady", "stout", "swift", "tidy", "vivid", "warm", "wise", "young");
    private static final List<String> NOUNS = List.of(
            "anchor",
            "badger",
            "bay",
            "beacon",
            "brook",
            "buoy",
            "crane",
            "current",
            "delta",
            "dune",
            "eel",
            "ferry",
            "finch",
            "fjord",
            "gull",
            "harbor",
            "heron",
            "inlet",
            "island",
            "kelp",
            "lagoon",
            "lighthouse",
            "marsh",
            "mill",
            "otter",
            "pebble",
            "pier",
            "plover",
            "reed",
            "reef",
            "river",
            "sail",
            "seal",
            "shoal",
            "shore",
            "sluice",
            "spring",
            "swan",
            "tern",
            "tide",
            "wave",
            "weir",
            "wharf",
            "willow");

    private final RandomGenerator random;

    /**
     * @param random must be safe for the threads that ask for names
     */
    public RunNames(RandomGenerator random) {
        this.random = random;
    }

    /** A name, perhaps one that it made before. */
    public String next() {
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size())) + "-" + NOUNS.get(random.nextInt(NOUNS.size())) + "-"
                + random.nextInt(1000);
    }
}
