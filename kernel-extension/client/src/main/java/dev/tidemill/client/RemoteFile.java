package dev.tidemill.client;

import java.net.URI;
import java.util.List;

/**
 * A file that can be read by whoever has its address, for a while.
 *
 * @param name relative to what it belongs to
 * @param url signed; it stops working some time after it was given
 */
public record RemoteFile(String name, URI url) {
    static List<RemoteFile> list(Document json) {
        return TidemillClient.list(json, "files").stream()
                .map(file -> new RemoteFile(
                        file.at("name").text(), URI.create(file.at("url").text())))
                .toList();
    }
}
