package dev.tidemill.core.loggedmodel;

import java.time.InstantSource;

class InMemoryLoggedModelsTest extends LoggedModelsSuite {
    @Override
    protected LoggedModels models(InstantSource clock) {
        return new InMemoryLoggedModels(clock);
    }
}
