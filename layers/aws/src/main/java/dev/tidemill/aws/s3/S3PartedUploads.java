package dev.tidemill.aws.s3;

import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.PartedUploads;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3's multipart uploads, whose parts are sent straight to S3. */
final class S3PartedUploads implements PartedUploads {
    private static final Set<String> PARTS_AT_FAULT =
            Set.of("InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML", "InvalidRequest");

    private final S3Client client;
    private final S3Presigner presigner;
    private final String bucket;

    S3PartedUploads(S3Client client, S3Presigner presigner, String bucket) {
        this.client = client;
        this.presigner = presigner;
        this.bucket = bucket;
    }

    @Override
    public String begin(String key, String contentType) {
        return client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(contentType))
                .uploadId();
    }

    @Override
    public URI presignPart(String key, String id, int number, Duration validity) {
        return S3ObjectStore.uri(
                presigner
                        .presignUploadPart(request -> request.signatureDuration(validity)
                                .uploadPartRequest(part -> part.bucket(bucket)
                                        .key(key)
                                        .uploadId(id)
                                        .partNumber(number)))
                        .url()
                        .toExternalForm(),
                key);
    }

    @Override
    public void complete(String key, String id, List<Part> parts) {
        List<CompletedPart> sent = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.tag())
                        .build())
                .toList();
        try {
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(sent)));
        } catch (NoSuchUploadException e) {
            if (!isMadeOf(key, parts)) {
                throw new ProblemException("NO_SUCH_UPLOAD", "There is no upload '" + id + "' of this file.");
            }
        } catch (S3Exception e) {
            String code = e.awsErrorDetails().errorCode();
            if (PARTS_AT_FAULT.contains(code)) {
                throw new ProblemException(
                        "INVALID_PARTS",
                        "The parts cannot make a file (" + code
                                + "): expected those that were sent, in order, each with"
                                + " the ETag that was answered and all but the last of at least 5 MiB.");
            }
            throw e;
        }
    }

    /**
     * Tells whether an earlier call, whose answer was lost, made the object of these parts: S3 names an object of parts
     * by the MD5 of the parts' MD5s, where AWS's own keys encrypt.
     */
    private boolean isMadeOf(String key, List<Part> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (Part part : parts) {
                digest.update(HexFormat.of().parseHex(part.tag().replace("\"", "")));
            }
            String made = HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
            return client.headObject(request -> request.bucket(bucket).key(key))
                    .eTag()
                    .replace("\"", "")
                    .equals(made);
        } catch (IllegalArgumentException | NoSuchKeyException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5", e);
        }
    }

    @Override
    public void abort(String key, String id) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (NoSuchUploadException e) {
            // Aborted or completed before.
            return;
        }
    }
}
