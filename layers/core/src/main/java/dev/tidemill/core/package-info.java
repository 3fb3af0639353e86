/** Domain records, rules and ports of Tidemill; knows no cloud, no file format and no engine. */
@NullMarked
package dev.tidemill.core;

import org.jspecify.annotations.NullMarked;
