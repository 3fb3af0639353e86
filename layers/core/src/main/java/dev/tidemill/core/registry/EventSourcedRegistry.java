package dev.tidemill.core.registry;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.failure.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the registry, whatever keeps it: each change is decided on a model's state and becomes events, which the
 * store writes with what they change. What is read is left to the store.
 */
public abstract class EventSourcedRegistry implements Registry {
    /**
     * Decides on the present state of a model and writes what was decided, all or nothing; decides again when another
     * change came first.
     *
     * @param decision may be called several times, with a new work each
     */
    protected abstract <T> T change(
            Workspace workspace, String model, Change change, Function<RegistryWork, T> decision);

    @Override
    public boolean createModel(
            Workspace workspace, String model, String description, Map<String, String> tags, Change change) {
        return change(workspace, model, change, work -> {
            if (work.exists()) {
                return false;
            }
            create(work, model, description, tags);
            return true;
        });
    }

    private static void create(RegistryWork work, String model, String description, Map<String, String> tags) {
        RegisteredModel created =
                new RegisteredModel(Workspace.DEFAULT, model, description, 0, Map.of(), tags, work.time(), work.time());
        work.write(EventTypes.MODEL_CREATED, RegistryFields.of(created));
    }

    @Override
    public void renameModel(Workspace workspace, String model, String newName, Change change) {
        change(workspace, model, change, work -> {
            RegisteredModel stored = work.model();
            if (!stored.name().equals(newName)) {
                Map<String, String> fields = work.modelFields();
                fields.put(RegistryFields.NAME, newName);
                fields.put(RegistryFields.UPDATED_AT, work.time().toString());
                fields.put(RegistryFields.RENAMED_AT, work.time().toString());
                work.write(EventTypes.MODEL_RENAMED, fields);
            }
            return stored;
        });
    }

    /**
     * The failure of a model that would get the name of another.
     *
     * @param name that is taken
     */
    protected static ProblemException taken(String name) {
        return new ProblemException("MODEL_EXISTS", "There is a model '" + name + "' already.");
    }

    @Override
    public void describeModel(Workspace workspace, String model, String description, Change change) {
        changeModel(workspace, model, change, EventTypes.MODEL_DESCRIBED, fields -> {
            set(fields, RegistryFields.DESCRIPTION, description);
            return true;
        });
    }

    @Override
    public void tagModel(Workspace workspace, String model, String key, @Nullable String value, Change change) {
        String type = value == null ? EventTypes.MODEL_TAG_DELETED : EventTypes.MODEL_TAG_SET;
        changeModel(workspace, model, change, type, fields -> {
            put(fields, RegistryFields.TAG + key, value);
            return false;
        });
    }

    @Override
    public void ruleAlias(Workspace workspace, String model, String alias, @Nullable AliasRule rule, Change change) {
        changeModel(workspace, model, change, EventTypes.ALIASES_GUARDED, fields -> {
            put(fields, RegistryFields.GUARDED + alias, rule == null ? null : rule.stored());
            return false;
        });
    }

    @Override
    public void deleteModel(Workspace workspace, String model, Change change) {
        changeModel(workspace, model, change, EventTypes.MODEL_DELETED, fields -> {
            fields.keySet()
                    .removeIf(field ->
                            field.startsWith(RegistryFields.ALIAS) || field.startsWith(RegistryFields.ALIAS_SINCE));
            fields.put(RegistryFields.DELETED_AT, change.time().toString());
            return true;
        });
    }

    /**
     * @param edit tells whether the model counts as updated
     */
    private void changeModel(
            Workspace workspace,
            String model,
            Change change,
            String type,
            Function<Map<String, String>, Boolean> edit) {
        change(workspace, model, change, work -> {
            RegisteredModel stored = work.model();
            Map<String, String> before = work.modelFields();
            Map<String, String> fields = new HashMap<>(before);
            boolean updated = edit.apply(fields);
            if (updated || !fields.equals(before)) {
                if (updated) {
                    fields.put(RegistryFields.UPDATED_AT, work.time().toString());
                }
                work.write(type, fields);
            }
            return stored;
        });
    }

    @Override
    public ModelVersion createVersion(ModelVersion draft, Change change) {
        return change(draft.workspace(), draft.model(), change, work -> {
            Optional<ModelVersion> earlier =
                    draft.executionId().isEmpty() ? Optional.empty() : work.ofExecution(draft.executionId());
            if (earlier.isPresent()) {
                return earlier.get();
            }
            return addVersion(work, draft.model(), EventTypes.VERSION_CREATED, RegistryFields.of(draft));
        });
    }

    private static ModelVersion addVersion(RegistryWork work, String model, String type, Map<String, String> version) {
        if (!work.exists()) {
            create(work, model, "", Map.of());
        }
        Map<String, String> fields = work.modelFields();
        int number = work.model().latestVersion() + 1;
        fields.put(RegistryFields.LATEST, Integer.toString(number));
        fields.put(RegistryFields.UPDATED_AT, work.time().toString());
        work.write(type, number, null, fields, version);
        return work.version(number);
    }

    @Override
    public void describeVersion(Workspace workspace, String model, int number, String description, Change change) {
        changeVersion(workspace, model, number, change, EventTypes.VERSION_DESCRIBED, fields -> {
            set(fields, RegistryFields.DESCRIPTION, description);
            return true;
        });
    }

    @Override
    public void tagVersion(
            Workspace workspace, String model, int number, String key, @Nullable String value, Change change) {
        String type = value == null ? EventTypes.TAG_DELETED : EventTypes.TAG_SET;
        changeVersion(workspace, model, number, change, type, fields -> {
            put(fields, RegistryFields.TAG + key, value);
            return false;
        });
    }

    @Override
    public void recordVersion(Workspace workspace, String model, int number, Map<String, String> known, Change change) {
        changeVersion(workspace, model, number, change, EventTypes.VERSION_RECORDED, fields -> {
            Map<String, String> before = new HashMap<>(fields);
            VersionRules.record(fields, known);
            return !fields.equals(before);
        });
    }

    @Override
    public void editCard(Workspace workspace, String model, int number, ModelCard card, Change change) {
        changeVersion(workspace, model, number, change, EventTypes.CARD_EDITED, fields -> {
            Map<String, String> before = new HashMap<>(fields);
            fields.keySet().removeIf(field -> field.startsWith(RegistryFields.CARD));
            fields.putAll(RegistryFields.of(card));
            return !fields.equals(before);
        });
    }

    /**
     * @param edit tells whether the version counts as updated
     */
    private void changeVersion(
            Workspace workspace,
            String model,
            int number,
            Change change,
            String type,
            Function<Map<String, String>, Boolean> edit) {
        change(workspace, model, change, work -> {
            ModelVersion stored = work.version(number);
            Map<String, String> before = work.versionFields(number);
            Map<String, String> fields = new HashMap<>(before);
            boolean updated = edit.apply(fields);
            if (updated || !fields.equals(before)) {
                if (updated) {
                    fields.put(RegistryFields.UPDATED_AT, work.time().toString());
                }
                work.write(type, number, fields);
            }
            return stored;
        });
    }

    @Override
    public void deleteVersion(Workspace workspace, String model, int number, Change change) {
        change(workspace, model, change, work -> {
            ModelVersion stored = work.version(number);
            Map<String, String> fields = work.modelFields();
            Set<String> aliases = new HashSet<>();
            work.model().aliases().forEach((alias, names) -> {
                if (names == number) {
                    aliases.add(RegistryFields.ALIAS + alias);
                    aliases.add(RegistryFields.ALIAS_SINCE + alias);
                }
            });
            fields.keySet().removeAll(aliases);
            fields.put(RegistryFields.UPDATED_AT, work.time().toString());
            Map<String, String> version = work.versionFields(number);
            version.keySet().removeAll(RegistryFields.REDACTED);
            version.put(RegistryFields.DELETED_AT, work.time().toString());
            version.put(RegistryFields.UPDATED_AT, work.time().toString());
            work.write(EventTypes.VERSION_DELETED, number, null, fields, version);
            return stored;
        });
    }

    @Override
    public Optional<Integer> moveAlias(Workspace workspace, String model, String alias, int number, Change change) {
        return change(workspace, model, change, work -> VersionRules.moveAlias(work, alias, number));
    }

    @Override
    public void deleteAlias(Workspace workspace, String model, String alias, Change change) {
        change(workspace, model, change, work -> {
            Map<String, String> fields = work.modelFields();
            boolean there = work.exists() && fields.remove(RegistryFields.ALIAS + alias) != null;
            if (there) {
                fields.remove(RegistryFields.ALIAS_SINCE + alias);
                VersionRules.requireAliasRole(work, alias);
                work.write(EventTypes.ALIAS_DELETED, null, alias, fields, Map.of());
            }
            return there;
        });
    }

    @Override
    public void changeStatus(Workspace workspace, String model, int number, VersionStatus status, Change change) {
        change(workspace, model, change, work -> VersionRules.changeStatus(work, number, status));
    }

    @Override
    public void replaceStatus(Workspace workspace, String model, int number, VersionStatus status, Change change) {
        change(workspace, model, change, work -> {
            work.version(number);
            for (ModelVersion other : work.all()) {
                if (other.number() != number && other.status() == status) {
                    VersionRules.changeStatus(work, other.number(), VersionStatus.ARCHIVED);
                }
            }
            return VersionRules.changeStatus(work, number, status);
        });
    }

    @Override
    public Optional<Integer> promote(Workspace workspace, String model, String alias, int number, Change change) {
        return change(workspace, model, change, work -> VersionRules.promote(work, alias, number));
    }

    @Override
    public void approve(Workspace workspace, String model, int number, Change change) {
        change(workspace, model, change, work -> VersionRules.approve(work, number));
    }

    @Override
    public VersionExport export(Workspace workspace, String model, int number) {
        return VersionTransfer.export(this, workspace, model, number);
    }

    @Override
    public ModelVersion importVersion(
            Workspace workspace, String model, VersionExport exported, String bundleKey, Change change) {
        Map<String, String> fields = VersionTransfer.fields(exported, bundleKey, change);
        return change(workspace, model, change, work -> {
            ModelVersion created = addVersion(work, model, EventTypes.VERSION_IMPORTED, fields);
            VersionTransfer.replay(exported, page -> work.note(EventTypes.HISTORY_IMPORTED, created.number(), page));
            return created;
        });
    }

    private static void set(Map<String, String> fields, String field, String value) {
        put(fields, field, value.isEmpty() ? null : value);
    }

    private static void put(Map<String, String> fields, String field, @Nullable String value) {
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
    }
}
