package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Models and versions as flat texts by field, which is how events record them and stores keep them: what is empty is
 * left out, {@code tag.k} is the tag k, {@code alias.champion} the number that it names, {@code approval.0001} the first
 * approval.
 */
public final class RegistryFields {
    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    static final String LATEST = "latestVersion";
    static final String CREATED_AT = "createdAt";
    static final String CREATED_BY = "createdBy";
    static final String UPDATED_AT = "updatedAt";
    static final String DELETED_AT = "deletedAt";
    static final String RENAMED_AT = "renamedAt";
    static final String STATUS = "status";
    static final String RUN = "runId";
    static final String SOURCE = "source";
    static final String STORAGE = "storageLocation";
    static final String RUN_LINK = "runLink";
    static final String TAG = "tag.";
    static final String ALIAS = "alias.";
    static final String ALIAS_SINCE = "aliasSince.";
    static final String GUARDED = "guarded.";
    static final String APPROVAL = "approval.";
    static final String CARD = "card.";

    /** What a deleted version no longer has. */
    static final Set<String> REDACTED = Set.of(SOURCE, STORAGE, RUN_LINK, RUN, DESCRIPTION, "bundleKey", "loggedModel");

    static final String SIGNATURE = "signature";
    static final String SHA256 = "sha256";
    static final String OWNER = "owner";
    static final String FACT = "fact.";

    private static final String ORIGIN = "origin";
    private static final String TRAINED = "trained";
    private static final String IMPORTED = "imported";

    private RegistryFields() {}

    /** The fields of a model. */
    public static Map<String, String> of(RegisteredModel model) {
        Map<String, String> fields = new TreeMap<>();
        put(fields, NAME, model.name());
        put(fields, DESCRIPTION, model.description());
        put(fields, LATEST, Integer.toString(model.latestVersion()));
        put(fields, CREATED_AT, model.createdAt().toString());
        put(fields, UPDATED_AT, model.updatedAt().toString());
        model.tags().forEach((key, value) -> fields.put(TAG + key, value));
        model.aliases().forEach((alias, number) -> fields.put(ALIAS + alias, number.toString()));
        model.rules().forEach((alias, rule) -> fields.put(GUARDED + alias, rule.stored()));
        model.aliasesSince().forEach((alias, time) -> fields.put(ALIAS_SINCE + alias, time.toString()));
        return fields;
    }

    /**
     * The model of fields.
     *
     * @throws NoSuchElementException when a field that every model has is not there
     */
    public static RegisteredModel model(Workspace workspace, Map<String, String> fields) {
        Map<String, Integer> aliases = new TreeMap<>();
        below(fields, ALIAS).forEach((alias, number) -> aliases.put(alias, Integer.valueOf(number)));
        Map<String, AliasRule> rules = new TreeMap<>();
        below(fields, GUARDED).forEach((alias, rule) -> rules.put(alias, AliasRule.ofStored(rule)));
        Map<String, Instant> since = new TreeMap<>();
        below(fields, ALIAS_SINCE).forEach((alias, time) -> since.put(alias, Instant.parse(time)));
        return new RegisteredModel(
                workspace,
                require(fields, NAME),
                optional(fields, DESCRIPTION),
                Integer.parseInt(require(fields, LATEST)),
                aliases,
                below(fields, TAG),
                Instant.parse(require(fields, CREATED_AT)),
                Instant.parse(require(fields, UPDATED_AT)),
                rules,
                since);
    }

    /** The fields of a version; its model and number are none of them. */
    public static Map<String, String> of(ModelVersion version) {
        Map<String, String> fields = new TreeMap<>();
        put(fields, "executionId", version.executionId());
        put(fields, RUN, version.runId());
        put(fields, "bundleKey", version.bundleKey());
        put(fields, "manifest", version.manifest());
        put(fields, STATUS, version.status().text());
        put(fields, DESCRIPTION, version.description());
        put(fields, CREATED_AT, version.createdAt().toString());
        put(fields, UPDATED_AT, version.updatedAt().toString());
        put(fields, CREATED_BY, version.createdBy());
        fields.putAll(of(version.card()));
        version.tags().forEach((key, value) -> fields.put(TAG + key, value));
        int order = 0;
        for (Approval approval : version.approvals()) {
            order++;
            fields.put(
                    String.format(Locale.ROOT, "%s%04d", APPROVAL, order),
                    approval.time() + "\n" + approval.who() + "\n" + approval.why());
        }
        switch (version.origin()) {
            case Origin.Trained trained -> fields.put(ORIGIN, TRAINED);
            case Origin.Imported imported -> {
                fields.put(ORIGIN, IMPORTED);
                put(fields, SOURCE, imported.source());
                put(fields, STORAGE, imported.storageLocation());
                put(fields, RUN_LINK, imported.runLink());
                put(fields, "loggedModel", imported.loggedModel());
                put(fields, SIGNATURE, imported.signature());
                put(fields, SHA256, imported.sha256());
                put(fields, OWNER, imported.owner());
                imported.facts().forEach((fact, value) -> put(fields, FACT + fact, value));
            }
        }
        return fields;
    }

    /** The fields of a card. */
    static Map<String, String> of(ModelCard card) {
        Map<String, String> fields = new TreeMap<>();
        put(fields, CARD + "markdown", card.markdown());
        put(fields, CARD + "intendedUse", card.intendedUse());
        put(fields, CARD + "data", card.data());
        put(fields, CARD + "metrics", card.metrics());
        put(fields, CARD + "limits", card.limits());
        put(fields, CARD + "owner", card.owner());
        return fields;
    }

    /**
     * The version of fields.
     *
     * @param model fields of its model
     * @throws NoSuchElementException when a field that every version has is not there
     */
    public static ModelVersion version(
            Workspace workspace, Map<String, String> model, int number, Map<String, String> fields) {
        Instant updatedAt = Instant.parse(require(fields, UPDATED_AT));
        String renamed = model.get(RENAMED_AT);
        if (renamed != null && Instant.parse(renamed).isAfter(updatedAt)) {
            updatedAt = Instant.parse(renamed);
        }
        return new ModelVersion(
                workspace,
                require(model, NAME),
                number,
                optional(fields, "executionId"),
                optional(fields, RUN),
                optional(fields, "bundleKey"),
                require(fields, "manifest"),
                new ModelCard(
                        optional(fields, CARD + "markdown"),
                        optional(fields, CARD + "intendedUse"),
                        optional(fields, CARD + "data"),
                        optional(fields, CARD + "metrics"),
                        optional(fields, CARD + "limits"),
                        optional(fields, CARD + "owner")),
                VersionStatus.of(require(fields, STATUS)),
                below(fields, TAG),
                Instant.parse(require(fields, CREATED_AT)),
                updatedAt,
                fields.get(CREATED_BY),
                origin(fields),
                optional(fields, DESCRIPTION),
                approvals(fields));
    }

    /** The name in a model's fields. */
    public static String name(Map<String, String> model) {
        return require(model, NAME);
    }

    /** The execution in a version's fields; empty when no training of ours made it. */
    public static String execution(Map<String, String> version) {
        return optional(version, "executionId");
    }

    /** Tells whether the model or version of fields has been deleted. */
    public static boolean deleted(Map<String, String> fields) {
        return fields.containsKey(DELETED_AT);
    }

    /** Tells whether the version of fields was imported. */
    static boolean imported(Map<String, String> version) {
        return optional(version, ORIGIN).equals(IMPORTED);
    }

    private static Origin origin(Map<String, String> fields) {
        if (imported(fields)) {
            return new Origin.Imported(
                    optional(fields, SOURCE),
                    optional(fields, STORAGE),
                    optional(fields, RUN_LINK),
                    optional(fields, "loggedModel"),
                    optional(fields, SIGNATURE),
                    optional(fields, SHA256),
                    optional(fields, OWNER),
                    below(fields, FACT));
        }
        return new Origin.Trained();
    }

    private static List<Approval> approvals(Map<String, String> fields) {
        List<Approval> approvals = new ArrayList<>();
        new TreeMap<>(below(fields, APPROVAL)).values().forEach(text -> {
            String[] parts = text.split("\n", 3);
            approvals.add(new Approval(parts[1], parts[2], Instant.parse(parts[0])));
        });
        return approvals;
    }

    /** The fields that begin with a prefix, without it. */
    static Map<String, String> below(Map<String, String> fields, String prefix) {
        Map<String, String> found = new TreeMap<>();
        fields.forEach((field, value) -> {
            if (field.startsWith(prefix)) {
                found.put(field.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** The fields whose values differ, those that only one of two has included. */
    static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        Set<String> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        all.removeIf(field -> before.containsKey(field) && before.get(field).equals(after.get(field)));
        return all;
    }

    private static void put(Map<String, String> fields, String field, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.put(field, value);
        }
    }

    private static String optional(Map<String, String> fields, String field) {
        return fields.getOrDefault(field, "");
    }

    private static String require(Map<String, String> fields, String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new NoSuchElementException("field '" + field + "' is missing: there are " + fields.keySet());
        }
        return value;
    }
}
