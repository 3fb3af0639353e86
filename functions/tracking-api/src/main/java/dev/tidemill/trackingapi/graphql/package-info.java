/** The few GraphQL queries that MLflow's user interface sends, answered by the REST endpoints. */
@NullMarked
package dev.tidemill.trackingapi.graphql;

import org.jspecify.annotations.NullMarked;
