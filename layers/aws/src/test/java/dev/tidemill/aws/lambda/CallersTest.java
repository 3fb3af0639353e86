package dev.tidemill.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemill.contract.Json;
import dev.tidemill.core.Workspace;
import dev.tidemill.core.access.Caller;
import dev.tidemill.core.access.Role;
import dev.tidemill.core.access.Signer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final Callers CLOSED = Callers.of(Map.of());

    private static Caller caller(Callers callers, String context) {
        return callers.of(Json.parse(context.replace('\'', '"')));
    }

    @Test
    void of_token_hasItsRoleInItsWorkspace() {
        String context = "{'authorizer':{'principalId':'ci','role':'CONTRIBUTE','workspace':'team'}}";

        assertThat(caller(CLOSED, context)).isEqualTo(new Caller("ci", Role.CONTRIBUTE, new Workspace("team")));
        assertThat(caller(Callers.OPEN, context)).isEqualTo(caller(CLOSED, context));
    }

    @Test
    void of_tokenThatCannotBeRead_isNobodyEvenWhereTheApiIsOpen() {
        for (String authorizer : new String[] {
            "{'principalId':'ci','role':'EMPEROR','workspace':'team'}",
            "{'principalId':'ci','role':'READ'}",
            "{'principalId':'ci','role':'READ','workspace':'No Such'}"
        }) {
            assertThat(caller(Callers.OPEN, "{'authorizer':" + authorizer + "}"))
                    .isEqualTo(Caller.nobody("ci"));
        }
    }

    @Test
    void of_signer_hasNoRoleYetUnlessTheApiIsOpen() {
        String context = "{'accountId':'1','identity':{'userArn':'arn:aws:iam::1:user/a'}}";
        Caller signed = Caller.signed(new Signer("arn:aws:iam::1:user/a", "1"));

        assertThat(caller(CLOSED, context)).isEqualTo(signed);
        assertThat(signed.may(Role.READ)).isFalse();
        assertThat(caller(Callers.OPEN, context)).isEqualTo(Caller.administrator("arn:aws:iam::1:user/a"));
    }

    @Test
    void of_nobodyKnown_isNobodyUnlessTheApiIsOpen() {
        Callers open = Callers.of(Map.of("TIDEMILL_OPEN_API", "true"));

        assertThat(caller(CLOSED, "{'identity':{'userArn':null}}")).isEqualTo(Caller.nobody("anonymous"));
        assertThat(caller(open, "{}")).isEqualTo(Caller.administrator("anonymous"));
        assertThatThrownBy(() -> Callers.of(Map.of("TIDEMILL_OPEN_API", "yes")))
                .hasMessageContaining("TIDEMILL_OPEN_API is 'yes': expected true or false");
    }
}
