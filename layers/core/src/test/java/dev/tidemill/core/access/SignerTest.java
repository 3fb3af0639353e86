package dev.tidemill.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerTest {
    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::1:assumed-role/analysts/ada, role/analysts, true",
        "arn:aws:sts::1:assumed-role/analysts/ada, role/analyst, false",
        "arn:aws:sts::1:assumed-role/analysts/ada, role/ana*, true",
        "arn:aws:sts::1:assumed-role/analysts/ada, user/analysts, false",
        "arn:aws:sts::1:assumed-role/analysts/ada, role/ada, false",
        "arn:aws:sts::2:assumed-role/analysts/ada, role/analysts, false",
        "arn:aws:sts::2:assumed-role/analysts/ada, arn:aws:iam::2:role/analysts, true",
        "arn:aws:sts::2:assumed-role/analysts/ada, arn:aws:iam::2:role/team/analysts, true",
        "arn:aws:sts::2:assumed-role/analysts/ada, arn:aws:iam::1:role/analysts, false",
        "arn:aws:sts::2:assumed-role/analysts/ada, arn:aws:sts::2:assumed-role/analysts/*, true",
        "arn:aws:sts::2:assumed-role/analysts/ada, arn:aws:sts::2:assumed-role/analysts/eve, false",
        "arn:aws:iam::1:user/ada, user/ada, true",
        "arn:aws:iam::1:user/science/ada, user/ada, true",
        "arn:aws:iam::1:user/science/ada, arn:aws:iam::1:user/science/ada, true",
        "arn:aws:iam::1:user/a.a, user/aaa, false",
        "nonsense, role/*, false",
    })
    void is_principal(String arn, String principal, boolean expected) {
        assertThat(new Signer(arn, "1").is(principal)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::1:assumed-role/analysts/ada, role/analysts, false",
        "arn:aws:sts::2:assumed-role/analysts/ada, arn:aws:iam::2:role/analysts, false",
        "arn:aws:iam::1:user/science/ada, user/ada, false",
        "arn:aws:iam::1:root, root, true",
        "arn:aws:iam::2:root, arn:aws:iam::2:root, false",
    })
    void principal_standsForTheSigner(String arn, String principal, boolean root) {
        Signer signer = new Signer(arn, "1");
        assertThat(signer.principal()).isEqualTo(principal);
        assertThat(signer.root()).isEqualTo(root);
        assertThat(signer.is(principal)).isTrue();
    }
}
