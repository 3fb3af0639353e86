/** What a user writes: project.yaml, its JSON Schema and the SQL beside it. */
@NullMarked
package dev.tidemill.contract.project;

import org.jspecify.annotations.NullMarked;
