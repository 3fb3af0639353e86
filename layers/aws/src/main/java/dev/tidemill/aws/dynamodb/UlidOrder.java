package dev.tidemill.aws.dynamodb;

/** The order of ULIDs, in which events of one millisecond also stand. */
final class UlidOrder {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private UlidOrder() {}

    /** The next id after one. */
    static String after(String ulid) {
        char[] digits = ulid.toCharArray();
        for (int i = digits.length - 1; i >= 0; i--) {
            int value = DIGITS.indexOf(digits[i]);
            if (value < DIGITS.length() - 1) {
                digits[i] = DIGITS.charAt(value + 1);
                return new String(digits);
            }
            digits[i] = '0';
        }
        throw new IllegalStateException("no id comes after " + ulid);
    }
}
