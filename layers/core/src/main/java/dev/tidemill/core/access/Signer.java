package dev.tidemill.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who signed a request by IAM.
 *
 * @param arn as AWS tells it, such as {@code arn:aws:sts::123456789012:assumed-role/analysts/ada}
 * @param account in which the API is deployed; empty when that is not known, so that every account is taken for it
 */
public record Signer(String arn, String account) {
    private static final int PARTS = 6;

    /**
     * Tells whether a principal stands for the signer: {@code role/NAME} or {@code user/NAME} of the API's account, without
     * the path that names may have, or an ARN of any account. {@code *} stands for any characters.
     */
    public boolean is(String principal) {
        if (!principal.startsWith("arn:")) {
            return home() && matches(principal, shortForm());
        }
        return matches(principal, arn) || matches(withoutPath(principal), longForm());
    }

    /** Tells whether it is the root user of the API's account. */
    public boolean root() {
        return home() && resource().equals("root");
    }

    /** The principal that stands for the signer, whatever the session. */
    public String principal() {
        return home() ? shortForm() : longForm();
    }

    private boolean home() {
        return account.isEmpty() || account.equals(part(PARTS - 2));
    }

    private String resource() {
        return part(PARTS - 1);
    }

    private String part(int index) {
        String[] parts = arn.split(":", PARTS);
        return index < parts.length ? parts[index] : "";
    }

    private String shortForm() {
        List<String> steps = List.of(resource().split("/", -1));
        if (steps.size() < 2) {
            return resource();
        }
        return steps.getFirst().equals("assumed-role")
                ? "role/" + steps.get(1)
                : steps.getFirst() + "/" + steps.getLast();
    }

    private String longForm() {
        String service = resource().startsWith("assumed-role/") ? "iam" : part(2);
        return String.join(":", "arn", part(1), service, part(3), part(PARTS - 2), shortForm());
    }

    private static String withoutPath(String principal) {
        String[] parts = principal.split(":", PARTS);
        if (parts.length < PARTS) {
            return principal;
        }
        int first = parts[PARTS - 1].indexOf('/');
        int last = parts[PARTS - 1].lastIndexOf('/');
        if (first >= 0 && first < last) {
            parts[PARTS - 1] = parts[PARTS - 1].substring(0, first) + parts[PARTS - 1].substring(last);
        }
        return String.join(":", parts);
    }

    private static boolean matches(String pattern, String text) {
        List<String> quoted = new ArrayList<>();
        for (String piece : pattern.split("[*]", -1)) {
            quoted.add(Pattern.quote(piece));
        }
        return Pattern.matches(String.join(".*", quoted), text);
    }
}
