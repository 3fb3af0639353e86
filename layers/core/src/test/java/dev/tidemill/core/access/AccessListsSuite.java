package dev.tidemill.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all access lists do. */
public abstract class AccessListsSuite {
    private static final Workspace TEAM = new Workspace("team");
    private static final ProjectAccess LIST = new ProjectAccess(
            "delay",
            Map.of(Role.READ, List.of("role/analysts", "user/eve"), Role.APPROVE, List.of("arn:aws:iam::1:role/x*")));

    /** Lists that are empty. */
    protected abstract AccessLists lists();

    @Test
    void of_nothingPut_isNone() {
        assertThat(lists().of(TEAM)).isEqualTo(WorkspaceAccess.NONE);
    }

    @Test
    void put_list_isReadAgainInItsWorkspaceOnly() {
        AccessLists lists = lists();
        lists.put(TEAM, "flights", LIST, "role/first");
        lists.put(TEAM, "churn", new ProjectAccess("churn", Map.of()), "role/second");
        assertThat(lists.of(TEAM))
                .isEqualTo(new WorkspaceAccess(
                        Map.of("flights", LIST, "churn", new ProjectAccess("churn", Map.of())), List.of("role/first")));
        assertThat(lists.of(new Workspace("other"))).isEqualTo(WorkspaceAccess.NONE);
    }

    @Test
    void put_null_takesTheListAway_andTheLastOneItsAdministrators() {
        AccessLists lists = lists();
        lists.put(TEAM, "flights", LIST, "role/first");
        lists.put(TEAM, "churn", LIST, null);
        lists.put(TEAM, "flights", null, "role/second");
        assertThat(lists.of(TEAM)).isEqualTo(new WorkspaceAccess(Map.of("churn", LIST), List.of("role/first")));
        lists.put(TEAM, "churn", null, "role/second");
        lists.put(TEAM, "none", null, "role/second");
        assertThat(lists.of(TEAM)).isEqualTo(WorkspaceAccess.NONE);
        lists.put(TEAM, "churn", LIST, "role/third");
        assertThat(lists.of(TEAM).administrators()).containsExactly("role/third");
    }

    @Test
    void put_severalAtOnce_losesNone() {
        AccessLists lists = lists();
        IntStream.range(0, 16).parallel().forEach(i -> lists.put(TEAM, "p" + i, LIST, "role/first"));
        assertThat(lists.of(TEAM).projects()).hasSize(16);
        assertThat(lists.of(TEAM).administrators()).containsExactly("role/first");
    }
}
