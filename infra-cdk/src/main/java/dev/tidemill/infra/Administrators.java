package dev.tidemill.infra;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.constructs.Node;

/** Who administers every workspace: what {@code cdk -c administrators=role/a,user/b} says. */
final class Administrators {
    private static final Pattern PRINCIPAL =
            Pattern.compile("((role|user)/|arn:[a-z-]+:(iam|sts)::([0-9]{12}|[*]):)[A-Za-z0-9+=.@_*/-]{1,512}");

    private Administrators() {}

    /**
     * The principals, joined by commas; empty for none, when everybody who signs administers a workspace until one of its
     * projects has an access list.
     *
     * @throws IllegalArgumentException naming every value that is no principal
     */
    static String of(Node node) {
        String given = Optional.ofNullable(node.tryGetContext("administrators"))
                .map(Object::toString)
                .orElse("");
        List<String> principals = Pattern.compile("[,\\s]+")
                .splitAsStream(given)
                .filter(principal -> !principal.isEmpty())
                .toList();
        List<String> faults = principals.stream()
                .filter(principal -> !PRINCIPAL.matcher(principal).matches())
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("context: administrators '" + String.join("', '", faults)
                    + "': expected role/NAME, user/NAME or an ARN of IAM");
        }
        return String.join(",", principals);
    }
}
