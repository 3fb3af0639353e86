package dev.tidemill.client.aws;

import dev.tidemill.client.RequestSigner;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Authentication;
import dev.tidemill.client.connection.AwsSigning;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** By the AWS SDK for Java, with the configuration files {@code ~/.aws/config} and {@code ~/.aws/credentials}. */
public final class SdkSigning implements AwsSigning {
    private final Supplier<ProfileFile> files;

    /** Found by name. */
    public SdkSigning() {
        this(ProfileFile::defaultProfileFile);
    }

    SdkSigning(Supplier<ProfileFile> files) {
        this.files = files;
    }

    @Override
    public RequestSigner signer(URI address, @Nullable String profile) {
        return OwnLoader.during(() -> {
            ProfileFile configured = files.get();
            if (profile != null && configured.profile(profile).isEmpty()) {
                throw unknown(profile, configured);
            }
            String region = region(address, profile, configured);
            // A profile that is asked for by name wins over variables, which the default chain looks at first.
            AwsCredentialsProvider credentials = profile == null
                    ? DefaultCredentialsProvider.builder().build()
                    : ProfileCredentialsProvider.builder()
                            .profileName(profile)
                            .profileFile(ProfileFileSupplier.fixedProfileFile(configured))
                            .build();
            return new AwsSigner(address, region, new Authentication.Aws(profile), credentials, Clock.systemUTC());
        });
    }

    private static TidemillException unknown(String profile, ProfileFile configured) {
        Map<String, Profile> known = new TreeMap<>(configured.profiles());
        return TidemillException.unauthenticated(
                "There is no AWS profile '" + profile + "' in ~/.aws/config and ~/.aws/credentials: "
                        + (known.isEmpty()
                                ? "they hold none; make one with aws configure"
                                : "there are " + String.join(", ", known.keySet())),
                null);
    }

    /** By the name that API Gateway gave; a domain of one's own does not tell it. */
    private static String region(URI address, @Nullable String profile, ProfileFile configured) {
        Matcher name = Authentication.ApiGateway.NAME.matcher(address.getHost().toLowerCase(Locale.ROOT));
        if (name.matches()) {
            return name.group(1);
        }
        String named = profile == null
                ? null
                : configured
                        .profile(profile)
                        .flatMap(known -> known.property(ProfileProperty.REGION))
                        .orElse(null);
        if (named != null) {
            return named;
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileFile(() -> configured)
                    .build()
                    .getRegion()
                    .id();
        } catch (SdkClientException e) {
            throw TidemillException.unauthenticated(
                    "The AWS region of " + address
                            + " is not known: its name does not tell it, so set AWS_REGION or the"
                            + " region of the profile",
                    e);
        }
    }
}
