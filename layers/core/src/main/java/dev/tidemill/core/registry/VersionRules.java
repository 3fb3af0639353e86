package dev.tidemill.core.registry;

import dev.tidemill.core.access.Role;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who may move aliases and versions where. */
final class VersionRules {
    private VersionRules() {}

    static Optional<Integer> moveAlias(RegistryWork work, String alias, int number) {
        ModelVersion version = work.version(number);
        RegisteredModel model = work.model();
        Integer before = model.aliases().get(alias);
        if (before != null && before == number) {
            return Optional.of(before);
        }
        requireAliasRole(work, alias);
        AliasRule rule = model.rules().get(alias);
        if (rule != null) {
            if (rule == AliasRule.RECORDED) {
                version.requireRecorded("Alias '" + alias + "' of model '" + model.name() + "'");
            } else if (!version.trained()) {
                throw new ProblemException(
                        "TRAINED_VERSION_NEEDED",
                        "Alias '" + alias + "' of model '" + model.name() + "' names only versions that were trained"
                                + " here, and version " + number + " was imported.",
                        List.of(new Problem.Detail("version", Integer.toString(number), "a trained version")));
            }
            requireApproval(work, version);
        }
        Map<String, String> fields = work.modelFields();
        fields.put(RegistryFields.ALIAS + alias, Integer.toString(number));
        fields.put(RegistryFields.ALIAS_SINCE + alias, work.time().toString());
        work.write(EventTypes.ALIAS_MOVED, number, alias, fields, work.versionFields(number));
        return Optional.ofNullable(before);
    }

    static void requireAliasRole(RegistryWork work, String alias) {
        requireRole(
                work,
                work.model().guardedAliases().contains(alias) ? Role.APPROVE : Role.CONTRIBUTE,
                "move alias '" + alias + "' of model '" + work.model().name() + "'");
    }

    /** Changes nothing when it has the status; returns the version as it is then. */
    static ModelVersion changeStatus(RegistryWork work, int number, VersionStatus next) {
        ModelVersion version = work.version(number);
        if (version.status() == next) {
            return version;
        }
        Role needed = version.status().needed(next).orElseThrow(() -> noTransition(version, next));
        requireRole(
                work,
                needed,
                "make version " + number + " of model '" + version.model() + "' " + next.text() + " that is "
                        + version.status().text());
        if (next.serves() && !work.model().rules().isEmpty()) {
            version.requireRecorded("Model '" + version.model() + "', an alias of which has a rule: " + next.text());
        }
        if (next == VersionStatus.PRODUCTION) {
            requireApproval(work, version);
        }
        Map<String, String> fields = work.versionFields(number);
        fields.put(RegistryFields.STATUS, next.text());
        fields.put(RegistryFields.UPDATED_AT, work.time().toString());
        Map<String, String> model = work.modelFields();
        model.put(RegistryFields.UPDATED_AT, work.time().toString());
        work.write(EventTypes.STATUS_CHANGED, number, null, model, fields);
        return work.version(number);
    }

    /** Fills in what an imported version lacks; facts that explain a lack go with it. */
    static void record(Map<String, String> fields, Map<String, String> known) {
        if (!RegistryFields.imported(fields)) {
            return;
        }
        known.forEach((field, value) -> {
            String now = fields.getOrDefault(field, Origin.NOT_RECORDED);
            if (now.equals(Origin.NOT_RECORDED) && !value.isEmpty() && !value.equals(Origin.NOT_RECORDED)) {
                fields.put(field, value);
                fields.remove(RegistryFields.FACT + Origin.Imported.WHY + field);
            }
        });
    }

    static Optional<Integer> promote(RegistryWork work, String alias, int number) {
        ModelVersion version = work.version(number);
        if (version.status() == VersionStatus.DRAFT) {
            changeStatus(work, number, VersionStatus.CANDIDATE);
        }
        changeStatus(work, number, VersionStatus.PRODUCTION);
        Optional<Integer> before = moveAlias(work, alias, number);
        before.filter(old -> old != number)
                .flatMap(work::find)
                .filter(old -> old.status() == VersionStatus.PRODUCTION)
                .ifPresent(old -> changeStatus(work, old.number(), VersionStatus.ARCHIVED));
        return before;
    }

    /** Adds an approval; one who has approved the version before adds no other. */
    static ModelVersion approve(RegistryWork work, int number) {
        ModelVersion version = work.version(number);
        String who = work.change().who();
        requireRole(work, Role.APPROVE, "approve version " + number + " of model '" + version.model() + "'");
        if (Registry.isKnown(who) && who.equals(version.createdBy())) {
            throw new ProblemException(
                    "OWN_VERSION",
                    "Version " + number + " of model '" + version.model() + "' is " + who + "'s own: someone else"
                            + " approves it.");
        }
        if (version.approvals().stream().anyMatch(given -> given.who().equals(who))) {
            return version;
        }
        Map<String, String> fields = work.versionFields(number);
        int order = version.approvals().size() + 1;
        fields.put(
                String.format(Locale.ROOT, "%s%04d", RegistryFields.APPROVAL, order),
                work.time() + "\n" + who + "\n" + work.change().why());
        work.write(EventTypes.APPROVAL_GIVEN, number, fields);
        return work.version(number);
    }

    /**
     * Of a version going into production: its author needs another's approval given before; anyone else gives theirs by
     * the move itself. Where nobody is told apart the rule cannot hold and does not.
     */
    private static void requireApproval(RegistryWork work, ModelVersion version) {
        String author = version.createdBy();
        String who = work.change().who();
        if (!Registry.isKnown(author) || !Registry.isKnown(who)) {
            return;
        }
        if (!who.equals(author)) {
            approve(work, version.number());
            return;
        }
        if (version.approvals().stream().noneMatch(given -> !given.who().equals(author))) {
            throw new ProblemException(
                    "APPROVAL_NEEDED",
                    "Version " + version.number() + " of model '" + version.model() + "' is " + who + "'s own: someone"
                            + " else has to approve it before it goes into production.");
        }
    }

    private static void requireRole(RegistryWork work, Role needed, String what) {
        Role role = work.change().role();
        if (!role.allows(needed)) {
            throw new ProblemException(
                    "ROLE_NEEDED",
                    "To " + what + " takes the role " + needed.name().toLowerCase(Locale.ROOT) + "; "
                            + work.change().who() + " has " + role.name().toLowerCase(Locale.ROOT) + ".");
        }
    }

    private static ProblemException noTransition(ModelVersion version, VersionStatus next) {
        String allowed = version.status().next().keySet().stream()
                .sorted()
                .map(VersionStatus::text)
                .collect(Collectors.joining(", "));
        return new ProblemException(
                "NO_SUCH_TRANSITION",
                "Version " + version.number() + " of model '" + version.model() + "' is "
                        + version.status().text() + " and cannot become " + next.text() + ".",
                List.of(new Problem.Detail("status", next.text(), "one of " + allowed)));
    }
}
