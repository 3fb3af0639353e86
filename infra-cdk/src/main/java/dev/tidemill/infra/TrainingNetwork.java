package dev.tidemill.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.CfnInternetGateway;
import software.amazon.awscdk.services.ec2.CfnRoute;
import software.amazon.awscdk.services.ec2.CfnRouteTable;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.CfnSubnetRouteTableAssociation;
import software.amazon.awscdk.services.ec2.CfnVPC;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.amazon.awscdk.services.ec2.CfnVPCGatewayAttachment;
import software.constructs.Construct;

/**
 * Two public subnets, a way out, and no way in. A NAT gateway or interface endpoints would be billed by the hour; the
 * gateway endpoints of S3 and DynamoDB are free.
 */
final class TrainingNetwork extends Construct {
    private final List<String> subnets = new ArrayList<>();
    private final String securityGroup;

    TrainingNetwork(Construct scope, Place place) {
        super(scope, "Network");
        CfnVPC vpc = CfnVPC.Builder.create(this, "Vpc")
                .cidrBlock("10.20.0.0/20")
                .enableDnsHostnames(true)
                .enableDnsSupport(true)
                .build();
        CfnInternetGateway door =
                CfnInternetGateway.Builder.create(this, "Gateway").build();
        CfnVPCGatewayAttachment attachment = CfnVPCGatewayAttachment.Builder.create(this, "Attachment")
                .vpcId(vpc.getRef())
                .internetGatewayId(door.getRef())
                .build();
        CfnRouteTable routes =
                CfnRouteTable.Builder.create(this, "Routes").vpcId(vpc.getRef()).build();
        CfnRoute out = CfnRoute.Builder.create(this, "WayOut")
                .routeTableId(routes.getRef())
                .destinationCidrBlock("0.0.0.0/0")
                .gatewayId(door.getRef())
                .build();
        out.addResourceDependency(attachment);
        for (int zone = 0; zone < 2; zone++) {
            CfnSubnet subnet = CfnSubnet.Builder.create(this, "Public" + zone)
                    .vpcId(vpc.getRef())
                    .availabilityZone(Fn.select(zone, Fn.getAzs()))
                    .cidrBlock("10.20." + 4 * zone + ".0/22")
                    .mapPublicIpOnLaunch(true)
                    .build();
            CfnSubnetRouteTableAssociation.Builder.create(this, "Routes" + zone)
                    .subnetId(subnet.getRef())
                    .routeTableId(routes.getRef())
                    .build();
            subnets.add(subnet.getRef());
        }
        for (String service : List.of("s3", "dynamodb")) {
            CfnVPCEndpoint.Builder.create(this, service + "-endpoint")
                    .vpcId(vpc.getRef())
                    .serviceName("com.amazonaws." + place.region() + "." + service)
                    .vpcEndpointType("Gateway")
                    .routeTableIds(List.of(routes.getRef()))
                    .build();
        }
        this.securityGroup = CfnSecurityGroup.Builder.create(this, "OutOnly")
                .groupDescription("Training jobs: out over TLS, nothing in")
                .vpcId(vpc.getRef())
                .securityGroupEgress(List.of(CfnSecurityGroup.EgressProperty.builder()
                        .ipProtocol("tcp")
                        .fromPort(443)
                        .toPort(443)
                        .cidrIp("0.0.0.0/0")
                        .description("AWS APIs, the image registry and the API of Tidemill")
                        .build()))
                .build()
                .getAttrGroupId();
    }

    List<String> subnets() {
        return List.copyOf(subnets);
    }

    String securityGroup() {
        return securityGroup;
    }
}
