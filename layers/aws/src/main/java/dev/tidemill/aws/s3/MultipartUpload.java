package dev.tidemill.aws.s3;

import dev.tidemill.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads a file in parts, of which at most one is in memory; what was begun and failed is taken back. */
final class MultipartUpload {
    /** Size of a part; larger for files that would need more than 10,000. */
    static final int PART_BYTES = 64 << 20;

    private static final int MOST_PARTS = 10_000;

    private final S3Client client;
    private final String bucket;

    MultipartUpload(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    void upload(String key, Path file, long size, String contentType) throws IOException {
        int partBytes = Math.toIntExact(Math.max(PART_BYTES, size / MOST_PARTS + 1));
        String id = client.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .contentType(contentType)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            try (InputStream in = Files.newInputStream(file)) {
                for (byte[] part = in.readNBytes(partBytes); part.length > 0; part = in.readNBytes(partBytes)) {
                    parts.add(upload(key, id, parts.size() + 1, part));
                }
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(parts)));
        } catch (IOException | RuntimeException e) {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
            throw e;
        }
    }

    private CompletedPart upload(String key, String id, int number, byte[] part) {
        String checksum = Base64.getEncoder().encodeToString(Sha256.digest().digest(part));
        UploadPartResponse uploaded = client.uploadPart(
                request -> request.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .checksumSHA256(checksum),
                RequestBody.fromBytes(part));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(uploaded.eTag())
                .checksumSHA256(checksum)
                .build();
    }
}
