package dev.tidemill.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.registry.ModelCard;
import org.junit.jupiter.api.Test;

class CardPartsTest {
    @Test
    void of_cardOfATraining_findsItsParts() {
        String card = """
                # delay

                Flights that are late.

                | | |
                |-|-|
                | Problem | binary |
                | Owner, product | Ada |
                | Owner, model | Bo |

                ## Data

                | dataset |
                |-|
                | flights |

                ## Quality on the test rows

                | auc |

                ### By carrier

                | x |

                ## Limits

                No others.
                """;
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
