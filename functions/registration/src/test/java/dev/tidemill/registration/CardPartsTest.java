package dev.tidemill.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.registry.ModelCard;
import org.junit.jupiter.api.Test;

class CardPartsTest {
    @Test
    void of_cardOfATraining_findsItsParts() {
        String card =
                "# delay\n\nFlights that are late.\n\n| | |\n|-|-|\n| Problem | binary |\n| Owner, product | Ada |\n"
                        + "| Owner, model | Bo |\n\n## Data\n\n| dataset |\n|-|\n| flights |\n\n## Quality on the test rows\n\n"
                        + "| auc |\n\n### By carrier\n\n| x |\n\n## Limits\n\nNo others.\n";
        assertThat(CardParts.of(card))
                .isEqualTo(new ModelCard(
                        card,
                        "Flights that are late.",
                        "| dataset |\n|-|\n| flights |",
                        "| auc |\n\n### By carrier\n\n| x |",
                        "No others.",
                        "Ada (product), Bo (model)"));
    }

    @Test
    void of_otherText_isTheCardAlone() {
        assertThat(CardParts.of("")).isEqualTo(ModelCard.EMPTY);
    }
}
