package dev.tidemill.core.lifecycle;

class InMemoryProjectsTest extends ProjectsSuite {
    @Override
    protected Projects projects() {
        return new InMemoryProjects();
    }
}
