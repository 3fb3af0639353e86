package dev.tidemill.core.lifecycle;

import dev.tidemill.core.event.Event;
import java.util.List;

class InMemoryExecutionsTest extends ExecutionsSuite {
    @Override
    protected Executions executions() {
        return new InMemoryExecutions();
    }

    @Override
    protected List<String> outbox(Executions executions) {
        return ((InMemoryExecutions) executions)
                .outbox().stream().map(Event::id).toList();
    }
}
