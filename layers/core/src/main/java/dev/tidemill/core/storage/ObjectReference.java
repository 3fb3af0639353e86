package dev.tidemill.core.storage;

/**
 * What a stored record keeps of an object: never an absolute address.
 *
 * @param store alias of the store
 * @param key relative key
 * @param sha256 64 hexadecimal digits of the content's hash
 * @param size in bytes
 */
public record ObjectReference(String store, String key, String sha256, long size) {}
