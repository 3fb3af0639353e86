/** Writes a first project for a CSV file: guesses what can be guessed, says so, and refuses the rest with candidates. */
@NullMarked
package dev.tidemill.engine.onboarding;

import org.jspecify.annotations.NullMarked;
