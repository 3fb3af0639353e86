package dev.tidemill.aws.dynamodb;

import dev.tidemill.core.Workspace;
import dev.tidemill.core.registry.NameBindings;
import dev.tidemill.core.registry.RegistryFields;
import dev.tidemill.core.registry.RegistryState;
import java.time.Instant;

/** The names of models in the registry table. */
record RegistryNames(Table table) {
    /** Who bears a name; a model that has its name for an id has a record of it only when it lost that name. */
    RegistryItems.Name find(Workspace workspace, String name) {
        return table.get(RegistryItems.namePk(workspace, name), RegistryItems.NAME)
                .map(RegistryItems::readName)
                .orElseGet(() -> first(workspace, name));
    }

    private RegistryItems.Name first(Workspace workspace, String name) {
        return name.contains("#")
                ? new RegistryItems.Name(NameBindings.NONE, 0)
                : table.get(RegistryItems.pk(workspace, name), RegistryItems.MODEL)
                        .map(RegistryItems::readModel)
                        .map(state -> new RegistryItems.Name(NameBindings.NONE.bind(name, createdAt(state)), 0))
                        .orElseGet(() -> new RegistryItems.Name(NameBindings.NONE, 0));
    }

    private static Instant createdAt(RegistryState state) {
        return RegistryFields.model(Workspace.DEFAULT, state.model()).createdAt();
    }

    /** The write that replaces what a name says if nobody has since it was read. */
    Table.Write replacing(Workspace workspace, String name, RegistryItems.Name read, NameBindings next) {
        return new Table.Write(
                RegistryItems.writeName(workspace, name, new RegistryItems.Name(next, read.revision() + 1)),
                read.revision() == 0 ? Table.ABSENT : Table.equal("revision", read.revision()));
    }
}
