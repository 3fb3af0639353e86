package dev.tidemill.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.OriginSslPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeader;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/**
 * MLflow's user interface on AWS, where {@code -c mlflowUi=WHEEL} asks for it: one address of CloudFront for the built
 * interface, from a private bucket, and for the routes of the API for bearer tokens, which nothing caches.
 *
 * <p>The interface sends no token by itself. A function at CloudFront asks the browser for one by HTTP's Basic scheme:
 * the user is the workspace, or nothing for the default, and the password becomes {@code Authorization: Bearer}, which
 * the API's authorizer checks as everywhere, with the token's workspace and role. The function holds no secret. It looks
 * at the token's form alone, so that whoever makes one up sees the interface's files, which are public anyway, and no
 * data. A browser adds what was typed to requests of other sites' pages too; those that could change something are
 * refused. What runs stored as artifacts is sandboxed, so that a page among them runs no script at this address.
 *
 * <p>Under CloudFront's own domain name AWS fixes the oldest version of TLS that a browser may use (1.0; browsers speak
 * 1.2 and 1.3); from CloudFront to the API and to the bucket it is 1.2.
 */
public final class MlflowUiStack extends Stack {
    private static final String DOOR = "mlflow-ui-door.js";
    private static final String PAGE_POLICY = "frame-ancestors 'self'; base-uri 'self'; form-action 'self'";
    private static final String DATA_POLICY = "sandbox allow-downloads; frame-ancestors 'self'";

    /** What the interface asks the API for, and its own tests of it. */
    private static final List<String> API_PATHS = List.of(
            "/ajax-api/*",
            "/api/*",
            "/graphql",
            "/get-artifact",
            "/model-versions/get-artifact",
            "/health",
            "/version");

    private final Function door;

    public MlflowUiStack(Construct scope, String id, MlflowUiStackProps props) {
        super(scope, id);
        this.door = Function.Builder.create(this, "Door")
                .comment("The token typed at the browser's prompt becomes a bearer token")
                .runtime(FunctionRuntime.JS_2_0)
                .code(FunctionCode.fromInline(door()))
                .build();
        Bucket bucket = bucket();
        IOrigin site = S3BucketOrigin.withOriginAccessControl(bucket);
        Map<String, BehaviorOptions> behaviors = new TreeMap<>();
        behaviors.put(
                "/" + MlflowUiSite.HASHED + "*",
                files(site, headers("Hashed", PAGE_POLICY, "max-age=2419200, immutable"))
                        .cachePolicy(CachePolicy.CACHING_OPTIMIZED)
                        .build());
        BehaviorOptions data = data(props.api(), headers("Data", DATA_POLICY, null));
        API_PATHS.forEach(path -> behaviors.put(path, data));
        Distribution distribution = Distribution.Builder.create(this, "Distribution")
                .comment("Tidemill: MLflow's user interface")
                .defaultRootObject("index.html")
                .defaultBehavior(files(site, headers("Page", PAGE_POLICY, "no-cache"))
                        .cachePolicy(CachePolicy.CACHING_DISABLED)
                        .build())
                .additionalBehaviors(behaviors)
                .httpVersion(HttpVersion.HTTP2_AND_3)
                .priceClass(PriceClass.PRICE_CLASS_100)
                .build();
        upload(props.site(), bucket);
        CfnOutput.Builder.create(this, "MlflowUiUrl")
                .value("https://" + distribution.getDistributionDomainName())
                .build();
    }

    /** The source of the function at CloudFront. */
    static String door() {
        try (InputStream in = Objects.requireNonNull(MlflowUiStack.class.getResourceAsStream(DOOR), DOOR)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Bucket bucket() {
        return Bucket.Builder.create(this, "Site")
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    /** Files of an older interface stay, for pages that are still open; all go with the stack. */
    private void upload(Path zip, Bucket bucket) {
        BucketDeployment.Builder.create(this, "Upload")
                .destinationBucket(bucket)
                .sources(List.of(Source.asset(zip.toString())))
                .prune(false)
                .retainOnDelete(false)
                .memoryLimit(512)
                .logGroup(LogGroup.Builder.create(this, "UploadLog")
                        .retention(RetentionDays.ONE_MONTH)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build())
                .build();
    }

    private BehaviorOptions.Builder files(IOrigin site, ResponseHeadersPolicy headers) {
        return BehaviorOptions.builder()
                .origin(site)
                .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                .allowedMethods(AllowedMethods.ALLOW_GET_HEAD)
                .compress(true)
                .responseHeadersPolicy(headers)
                .functionAssociations(List.of(atTheDoor()));
    }

    private BehaviorOptions data(ApiStack api, ResponseHeadersPolicy headers) {
        return BehaviorOptions.builder()
                .origin(HttpOrigin.Builder.create(api.tokenHost())
                        .originPath("/" + ApiStack.STAGE)
                        .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                        .originSslProtocols(List.of(OriginSslPolicy.TLS_V1_2))
                        .build())
                .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                .allowedMethods(AllowedMethods.ALLOW_ALL)
                .cachePolicy(CachePolicy.CACHING_DISABLED)
                .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
                .responseHeadersPolicy(headers)
                .functionAssociations(List.of(atTheDoor()))
                .build();
    }

    private FunctionAssociation atTheDoor() {
        return FunctionAssociation.builder()
                .eventType(FunctionEventType.VIEWER_REQUEST)
                .function(door)
                .build();
    }

    private ResponseHeadersPolicy headers(String id, String contentPolicy, @Nullable String cacheControl) {
        ResponseHeadersPolicy.Builder policy = ResponseHeadersPolicy.Builder.create(this, id + "Headers")
                .securityHeadersBehavior(ResponseSecurityHeadersBehavior.builder()
                        .strictTransportSecurity(ResponseHeadersStrictTransportSecurity.builder()
                                .accessControlMaxAge(Duration.days(365))
                                .override(true)
                                .build())
                        .contentTypeOptions(ResponseHeadersContentTypeOptions.builder()
                                .override(true)
                                .build())
                        .frameOptions(ResponseHeadersFrameOptions.builder()
                                .frameOption(HeadersFrameOption.SAMEORIGIN)
                                .override(true)
                                .build())
                        .referrerPolicy(ResponseHeadersReferrerPolicy.builder()
                                .referrerPolicy(HeadersReferrerPolicy.SAME_ORIGIN)
                                .override(true)
                                .build())
                        .contentSecurityPolicy(ResponseHeadersContentSecurityPolicy.builder()
                                .contentSecurityPolicy(contentPolicy)
                                .override(true)
                                .build())
                        .build());
        if (cacheControl != null) {
            policy.customHeadersBehavior(ResponseCustomHeadersBehavior.builder()
                    .customHeaders(List.of(ResponseCustomHeader.builder()
                            .header("Cache-Control")
                            .value(cacheControl)
                            .override(true)
                            .build()))
                    .build());
        }
        return policy.build();
    }
}
