package dev.tidemill.learning;

/** What a bundle's model is once it is read. Immutable and safe for use by several threads; equal rows give equal bits. */
public sealed interface Scorer permits TreeEnsemble, TribuoScorer {
    /** Columns of an encoded row. */
    int columns();
}
