package dev.tidemill.core.registry;

/** What can happen to a model: the types of its events. */
public final class EventTypes {
    public static final String MODEL_CREATED = "ModelCreated";
    public static final String MODEL_RENAMED = "ModelRenamed";
    public static final String MODEL_DESCRIBED = "ModelDescribed";
    public static final String MODEL_TAG_SET = "ModelTagSet";
    public static final String MODEL_TAG_DELETED = "ModelTagDeleted";
    public static final String MODEL_DELETED = "ModelDeleted";
    public static final String ALIASES_GUARDED = "AliasesGuarded";
    public static final String ALIAS_MOVED = "AliasMoved";
    public static final String ALIAS_DELETED = "AliasDeleted";
    public static final String VERSION_CREATED = "VersionCreated";
    public static final String VERSION_IMPORTED = "VersionImported";
    public static final String VERSION_RECORDED = "VersionRecorded";
    public static final String HISTORY_IMPORTED = "HistoryImported";
    public static final String VERSION_DESCRIBED = "VersionDescribed";
    public static final String TAG_SET = "TagSet";
    public static final String TAG_DELETED = "TagDeleted";
    public static final String STATUS_CHANGED = "StatusChanged";
    public static final String APPROVAL_GIVEN = "ApprovalGiven";
    public static final String CARD_EDITED = "CardEdited";
    public static final String VERSION_DELETED = "VersionDeleted";

    private EventTypes() {}
}
