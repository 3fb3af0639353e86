package dev.tidemill.client;

/**
 * An uploaded file.
 *
 * @param key where the lake keeps it
 * @param sha256 of its content, in hexadecimal
 * @param size in bytes
 * @param existed whether the store had it already, so that nothing was sent
 */
public record Upload(String key, String sha256, String filename, long size, boolean existed) {}
