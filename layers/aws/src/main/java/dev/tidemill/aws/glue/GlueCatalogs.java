package dev.tidemill.aws.glue;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;

/** Opens the Iceberg catalog that AWS Glue keeps. */
public final class GlueCatalogs {
    private GlueCatalogs() {}

    /**
     * Opens the catalog. Its requests have no call timeout: a commit whose answer was not waited for could not be told
     * from one that failed.
     *
     * @param warehouse address under which tables lie that are created without a location, such as {@code s3://lake}
     * @param catalogId account id of the catalog; empty for the caller's own
     * @param region such as {@code eu-west-1}
     * @param pathStyle whether the bucket is named in the path of requests, as local endpoints by IP address need
     * @return safe for use by several threads; close it when it is a {@link java.io.Closeable}
     */
    public static Catalog open(String warehouse, String catalogId, String region, boolean pathStyle) {
        Map<String, String> properties = new HashMap<>();
        properties.put("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog");
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("warehouse", warehouse);
        properties.put("client.region", region);
        properties.put("http-client.type", "urlconnection");
        properties.put("s3.path-style-access", Boolean.toString(pathStyle));
        properties.put("s3.delete-enabled", "true");
        if (!catalogId.isEmpty()) {
            properties.put("glue.id", catalogId);
        }
        return CatalogUtil.loadCatalog("org.apache.iceberg.aws.glue.GlueCatalog", "tidemill", properties, null);
    }

    /**
     * Opens the catalog from a process's environment: region, and path style when {@code AWS_ENDPOINT_URL} points
     * requests elsewhere than AWS.
     *
     * @param environment of which {@code AWS_REGION} and {@code AWS_ENDPOINT_URL} are read
     */
    public static Catalog open(String warehouse, String catalogId, Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        return open(warehouse, catalogId, region, environment.containsKey("AWS_ENDPOINT_URL"));
    }
}
