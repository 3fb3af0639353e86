package dev.tidemill.aws.s3;

import dev.tidemill.core.Sha256;
import dev.tidemill.core.failure.ProblemException;
import dev.tidemill.core.storage.ObjectReference;
import dev.tidemill.core.storage.ObjectStore;
import dev.tidemill.core.storage.PartedUploads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Objects of one bucket; the service checks the SHA-256 of each write. */
public final class S3ObjectStore implements ObjectStore {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int BAD_REQUEST = 400;
    private static final int MOST_DELETED = 1000;

    private final S3Client client;
    private final S3Presigner presigner;
    private final MultipartUpload multipart;
    private final S3PartedUploads parts;
    private final String alias;
    private final String bucket;

    /**
     * @param alias the name that references carry
     */
    public S3ObjectStore(S3Client client, S3Presigner presigner, String alias, String bucket) {
        this.client = client;
        this.presigner = presigner;
        this.multipart = new MultipartUpload(client, bucket);
        this.parts = new S3PartedUploads(client, presigner, bucket);
        this.alias = alias;
        this.bucket = bucket;
    }

    @Override
    public String alias() {
        return alias;
    }

    @Override
    public URI uri(String key) {
        try {
            return new URI("s3", bucket, "/" + key, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("key '" + key + "': expected one that fits an address", e);
        }
    }

    @Override
    public Optional<byte[]> read(String key) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<InputStream> open(String key) {
        try {
            return Optional.of(
                    client.getObject(request -> request.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> keptSha256(String key) {
        try {
            String kept = client.headObject(
                            request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED))
                    .checksumSHA256();
            // That of an object uploaded in parts is a hash of the parts' hashes, with their number behind a hyphen.
            return Optional.ofNullable(kept)
                    .filter(hash -> hash.indexOf('-') < 0)
                    .map(hash -> HexFormat.of().formatHex(Base64.getDecoder().decode(hash)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean download(String key, Path file) {
        try {
            client.getObject(request -> request.bucket(bucket).key(key), file);
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    @Override
    public ObjectReference write(String key, byte[] content, String contentType) {
        byte[] hash = Sha256.digest().digest(content);
        client.putObject(put(key, contentType, hash).build(), RequestBody.fromBytes(content));
        return new ObjectReference(alias, key, HexFormat.of().formatHex(hash), content.length);
    }

    @Override
    public ObjectReference upload(String key, Path file, String contentType) {
        try {
            byte[] hash = hash(file);
            long size = Files.size(file);
            if (size > MultipartUpload.PART_BYTES) {
                multipart.upload(key, file, size, contentType);
            } else {
                client.putObject(put(key, contentType, hash).build(), RequestBody.fromFile(file));
            }
            return new ObjectReference(alias, key, HexFormat.of().formatHex(hash), size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean writeNew(String key, byte[] content, String contentType) {
        byte[] hash = Sha256.digest().digest(content);
        PutObjectRequest request = put(key, contentType, hash).ifNoneMatch("*").build();
        try {
            client.putObject(request, RequestBody.fromBytes(content));
            return true;
        } catch (S3Exception e) {
            // Two first writes at once: one of them is told 409 and finds the other's object when it looks.
            if (e.statusCode() == PRECONDITION_FAILED
                    || (e.statusCode() == CONFLICT && size(key).isPresent())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<Long> size(String key) {
        try {
            return Optional.of(
                    client.headObject(request -> request.bucket(bucket).key(key))
                            .contentLength());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public List<Stored> list(String prefix, int most) {
        return client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .limit(most)
                .map(object -> new Stored(object.key(), object.size()))
                .toList();
    }

    @Override
    public Folder folder(String folder, int limit, @Nullable String page) {
        ListObjectsV2Response listed = page(folder, limit, page);
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (CommonPrefix below : listed.commonPrefixes()) {
            String name = below.prefix().substring(folder.length());
            entries.put(name, new Entry(name.substring(0, name.length() - 1), true, 0));
        }
        for (S3Object object : listed.contents()) {
            String name = object.key().substring(folder.length());
            if (!name.isEmpty()) {
                entries.put(name, new Entry(name, false, object.size()));
            }
        }
        return new Folder(List.copyOf(entries.values()), listed.nextContinuationToken());
    }

    private ListObjectsV2Response page(String folder, int limit, @Nullable String page) {
        try {
            return client.listObjectsV2(request -> request.bucket(bucket)
                    .prefix(folder)
                    .delimiter("/")
                    .maxKeys(limit)
                    .continuationToken(page));
        } catch (S3Exception e) {
            if (page != null && e.statusCode() == BAD_REQUEST) {
                throw new ProblemException("INVALID_PAGE", "page '" + page + "': expected one that a page ended with");
            }
            throw e;
        }
    }

    @Override
    public void delete(Collection<String> keys) {
        List<ObjectIdentifier> left = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        for (int from = 0; from < left.size(); from += MOST_DELETED) {
            List<ObjectIdentifier> some = left.subList(from, Math.min(left.size(), from + MOST_DELETED));
            List<S3Error> failed = client.deleteObjects(request -> request.bucket(bucket)
                            .delete(delete -> delete.objects(some).quiet(true)))
                    .errors();
            if (!failed.isEmpty()) {
                throw new IllegalStateException("not deleted, of " + some.size() + ": " + failed);
            }
        }
    }

    @Override
    public PartedUploads partedUploads() {
        return parts;
    }

    @Override
    public URI presignDownload(String key, String contentType, String disposition, Duration validity) {
        return uri(
                presigner
                        .presignGetObject(request -> request.signatureDuration(validity)
                                .getObjectRequest(get -> get.bucket(bucket)
                                        .key(key)
                                        .responseContentType(contentType)
                                        .responseContentDisposition(disposition)))
                        .url()
                        .toExternalForm(),
                key);
    }

    @Override
    public PresignedWrite presignWrite(String key, String contentType, Duration validity) {
        return presigned(
                presigner.presignPutObject(request -> request.signatureDuration(validity)
                        .putObjectRequest(put -> put.bucket(bucket).key(key).contentType(contentType))),
                key);
    }

    @Override
    public URI presignRead(String key, Duration validity) {
        return uri(
                presigner
                        .presignGetObject(request -> request.signatureDuration(validity)
                                .getObjectRequest(get -> get.bucket(bucket).key(key)))
                        .url()
                        .toExternalForm(),
                key);
    }

    @Override
    public PresignedWrite presignWrite(String key, long size, String sha256, Duration validity) {
        return presigned(
                presigner.presignPutObject(request -> request.signatureDuration(validity)
                        .putObjectRequest(put -> put.bucket(bucket)
                                .key(key)
                                .contentLength(size)
                                .checksumSHA256(base64(HexFormat.of().parseHex(sha256))))),
                key);
    }

    private static PresignedWrite presigned(PresignedPutObjectRequest signed, String key) {
        Map<String, String> headers = new HashMap<>();
        signed.signedHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                headers.put(name, String.join(",", values));
            }
        });
        return new PresignedWrite(uri(signed.url().toExternalForm(), key), headers);
    }

    private PutObjectRequest.Builder put(String key, String contentType, byte[] hash) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .checksumSHA256(base64(hash));
    }

    static URI uri(String address, String key) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("address of key '" + key + "'", e);
        }
    }

    private static String base64(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }

    private static byte[] hash(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }
}
