package dev.tidemill.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of projects does. */
public abstract class ProjectsSuite {
    private static final Workspace TEAM = new Workspace("team");

    /** A store without projects. */
    protected abstract Projects projects();

    @Test
    void push_new_isTheLatest() {
        Projects projects = projects();
        Revision first = revision("flights", "r1", "abc");
        Revision second = revision("flights", "r2", null);
        assertThat(projects.push(first)).isTrue();
        assertThat(projects.push(second)).isTrue();
        assertThat(projects.latest(TEAM, "flights")).contains(second);
        assertThat(projects.find(TEAM, "flights", "r1")).contains(first);
        assertThat(projects.find(TEAM, "flights", "r3")).isEmpty();
        assertThat(projects.latest(Workspace.DEFAULT, "flights")).isEmpty();
    }

    @Test
    void push_again_isLatestButNotNew() {
        Projects projects = projects();
        Revision first = revision("flights", "r1", "abc");
        projects.push(first);
        projects.push(revision("flights", "r2", "def"));
        assertThat(projects.push(revision("flights", "r1", "ghi"))).isFalse();
        assertThat(projects.latest(TEAM, "flights")).contains(first);
    }

    @Test
    void list_projects_byName() {
        Projects projects = projects();
        projects.push(revision("weather", "r1", null));
        projects.push(revision("flights", "r1", null));
        assertThat(projects.list(TEAM)).containsExactly("flights", "weather");
        assertThat(projects.list(Workspace.DEFAULT)).isEmpty();
    }

    private static Revision revision(String project, String id, @Nullable String commit) {
        return new Revision(
                TEAM,
                project,
                id,
                "w/team/projects/" + project + "/revisions/" + id + ".json",
                commit,
                commit == null,
                Instant.parse("2026-03-01T10:00:00Z"),
                "someone");
    }
}
