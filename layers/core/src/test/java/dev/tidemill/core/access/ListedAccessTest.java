package dev.tidemill.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListedAccessTest {
    private static final Workspace TEAM = new Workspace("team");

    private final InMemoryAccessLists lists = new InMemoryAccessLists();
    private Instant now = Instant.EPOCH;

    private static Caller role(String name) {
        return Caller.signed(new Signer("arn:aws:sts::1:assumed-role/" + name + "/s", "1"));
    }

    private @Nullable Role admitted(List<String> administrators, String name, Subject subject) {
        return new ListedAccess(lists, administrators, List.of("role/job*"), () -> now)
                .admit(role(name), TEAM, subject)
                .role();
    }

    private @Nullable Role admitted(String name, Subject subject) {
        return admitted(List.of(), name, subject);
    }

    private void list() {
        lists.put(
                TEAM,
                "flights",
                new ProjectAccess(
                        "delay",
                        Map.of(
                                Role.READ, List.of("role/analysts"),
                                Role.CONTRIBUTE, List.of("role/science"),
                                Role.APPROVE, List.of("role/platform", "role/science-leads"))),
                "role/first");
        lists.put(TEAM, "churn", new ProjectAccess("churn", Map.of(Role.CONTRIBUTE, List.of("role/analysts"))), null);
    }

    @Test
    void admit_withoutLists_administersUnlessTheDeploymentNamesWhoDoes() {
        assertThat(admitted("anyone", Subject.WORKSPACE)).isEqualTo(Role.ADMINISTER);
        assertThat(admitted(List.of("role/admins"), "anyone", Subject.WORKSPACE))
                .isNull();
        assertThat(admitted(List.of("role/admins"), "admins", Subject.WORKSPACE))
                .isEqualTo(Role.ADMINISTER);
        assertThat(admitted(List.of("role/admins"), "job-1", Subject.WORKSPACE)).isEqualTo(Role.CONTRIBUTE);
    }

    @Test
    void admit_inAProjectWithAList_isWhatTheListSays() {
        list();
        Subject flights = Subject.project("flights");
        assertThat(admitted("analysts", flights)).isEqualTo(Role.READ);
        assertThat(admitted("science", flights)).isEqualTo(Role.CONTRIBUTE);
        assertThat(admitted("platform", flights)).isEqualTo(Role.APPROVE);
        assertThat(admitted("first", flights)).isEqualTo(Role.ADMINISTER);
        assertThat(admitted("job-1", flights)).isEqualTo(Role.CONTRIBUTE);
        assertThat(admitted("anyone", flights)).isNull();
        assertThat(admitted("analysts", Subject.model("delay"))).isEqualTo(Role.READ);
        assertThat(admitted("science", Subject.project("churn"))).isNull();
    }

    @Test
    void admit_elsewhereInTheWorkspace_isTheHighestOfAllLists() {
        list();
        assertThat(admitted("analysts", Subject.WORKSPACE)).isEqualTo(Role.CONTRIBUTE);
        assertThat(admitted("analysts", Subject.project("another"))).isEqualTo(Role.CONTRIBUTE);
        assertThat(admitted("platform", Subject.model("another"))).isEqualTo(Role.APPROVE);
        assertThat(admitted("anyone", Subject.WORKSPACE)).isNull();
    }

    @Test
    void admit_root_administersEverything() {
        list();
        Caller root = Caller.signed(new Signer("arn:aws:iam::1:root", "1"));
        Caller admitted = new ListedAccess(lists, List.of(), List.of(), () -> now).admit(root, TEAM, Subject.WORKSPACE);
        assertThat(admitted).isEqualTo(root.in(null, Role.ADMINISTER));
    }

    @Test
    void admit_oneWhoDidNotSign_leavesHimAsHeIs() {
        list();
        Caller bearer = new Caller("ci", Role.READ, TEAM);
        assertThat(new ListedAccess(lists, List.of(), List.of(), () -> now).admit(bearer, TEAM, Subject.WORKSPACE))
                .isEqualTo(bearer);
    }

    @Test
    void admit_changedList_holdsAfterAWhile() {
        ListedAccess access = new ListedAccess(lists, List.of(), List.of(), () -> now);
        assertThat(access.admit(role("anyone"), TEAM, Subject.WORKSPACE).role()).isEqualTo(Role.ADMINISTER);
        list();
        assertThat(access.admit(role("anyone"), TEAM, Subject.WORKSPACE).role()).isEqualTo(Role.ADMINISTER);
        now = now.plus(ListedAccess.KEPT);
        assertThat(access.admit(role("anyone"), TEAM, Subject.WORKSPACE).role()).isNull();
    }
}
