/** What each route of the API does: bodies to use cases to answers. */
@NullMarked
package dev.tidemill.lifecycleapi.route;

import org.jspecify.annotations.NullMarked;
