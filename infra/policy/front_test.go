package policy_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const kindDistribution = "AWS::CloudFront::Distribution"

// part is a mapping of the template.
type part = map[string]any

func sequence(items ...any) []any { return items }

// CloudFront's own policies, by their ids: the same in every account.
const (
	cachingOptimized          = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	cachingDisabled           = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
)

// served is what CloudFront does with a path, in the order it looks. Parts are
// compared whole, so that a name misspelt is a name missing.
var served = []tree{
	part{
		"PathPattern": "/v1/*", "TargetOriginId": "api", "ViewerProtocolPolicy": "https-only",
		"AllowedMethods": sequence("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"),
		"CachePolicyId":  cachingDisabled, "OriginRequestPolicyId": allViewerExceptHostHeader,
	},
	part{
		"PathPattern": "/data/*", "TargetOriginId": "dashboard", "ViewerProtocolPolicy": "https-only",
		"AllowedMethods": sequence("GET", "HEAD"), "CachePolicyId": cachingDisabled,
		"FunctionAssociations": sequence(part{"EventType": "viewer-request", "FunctionARN": "!GetAtt DataClosed.FunctionARN"}),
	},
	part{ // whatever is left
		"TargetOriginId": "dashboard", "ViewerProtocolPolicy": "redirect-to-https", "AllowedMethods": sequence("GET", "HEAD"),
		"Compress": "true", "CachePolicyId": cachingOptimized, "ResponseHeadersPolicyId": "!Ref DashboardHeaders",
	},
}

// origins are all CloudFront can ask, and no bucket among them is one of reports
// or pages. A call may last as long as the API lets it.
var origins = []tree{
	part{
		"Id": "dashboard", "DomainName": "!GetAtt DashboardBucket.RegionalDomainName",
		"OriginAccessControlId": "!GetAtt DashboardAccess.Id", "S3OriginConfig": part{"OriginAccessIdentity": ""},
	},
	part{
		"Id": "api", "DomainName": "!Sub ${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}",
		"CustomOriginConfig": part{"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": sequence("TLSv1.2"), "OriginReadTimeout": "30"},
	},
}

func only(t *testing.T, kind string) resource {
	t.Helper()
	found := resources(t, kind)
	if len(found) != 1 {
		t.Fatalf("%d of %s", len(found), kind)
	}
	return found[0]
}

// One distribution serves the dashboard, the API and, until there is a sign-in,
// no data.
func TestDistribution(t *testing.T) {
	d := only(t, kindDistribution)
	config, _ := d.property("DistributionConfig").(part)
	if diff := cmp.Diff(served, append(list(config, "CacheBehaviors"), at(config, "DefaultCacheBehavior"))); diff != "" {
		t.Error("behaviours, wanted and found:\n", diff)
	}
	if diff := cmp.Diff(origins, list(config, "Origins")); diff != "" {
		t.Error("origins, wanted and found:\n", diff)
	}
	for name, want := range map[string]string{
		"Enabled": "true", "DefaultRootObject": "index.html", "HttpVersion": "http2and3", "IPV6Enabled": "true", "PriceClass": "!Ref PriceClass",
	} {
		if got := text(config, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	// An error page would stand in for the API's problems too.
	if config["CustomErrorResponses"] != nil {
		t.Error("CloudFront puts pages in the place of answers")
	}
	access := only(t, "AWS::CloudFront::OriginAccessControl")
	signs := part{"Name": stackName, "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4"}
	if diff := cmp.Diff(signs, access.property("OriginAccessControlConfig")); access.id != "DashboardAccess" || diff != "" {
		t.Errorf("%s: %s", access.id, diff)
	}
}

// stackName is what CloudFront's things are called: the same stack in another region
// must have another.
const stackName = "!Sub ${AWS::StackName}-${AWS::Region}"

// A name of one's own comes with its certificate, and then nobody is served
// below TLS 1.2. The least price class that has Korea is the default.
func TestDomain(t *testing.T) {
	config := only(t, kindDistribution).property("DistributionConfig")
	own := part{"AcmCertificateArn": "!Ref CertificateArn", "SslSupportMethod": "sni-only", "MinimumProtocolVersion": "TLSv1.2_2021"}
	if diff := cmp.Diff(sequence("!If", "HasDomain", own, part{"CloudFrontDefaultCertificate": "true"}), at(config, "ViewerCertificate")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(sequence("!If", "HasDomain", sequence("!Ref DomainName"), "!Ref AWS::NoValue"), at(config, "Aliases")); diff != "" {
		t.Error(diff)
	}
	neither := func(operator string) []any {
		return sequence(operator, sequence("!Equals", "!Ref DomainName", ""), sequence("!Equals", "!Ref CertificateArn", ""))
	}
	assertions := list(template(t), "Rules", "NameAndCertificate", "Assertions")
	if len(assertions) != 1 || cmp.Diff(sequence("!Or", neither("!And"), sequence("!Not", neither("!Or"))), at(assertions[0], "Assert")) != "" {
		t.Errorf("a name may come without a certificate: %v", assertions)
	}
	if diff := cmp.Diff(sequence("!Not", sequence("!Equals", "!Ref CertificateArn", "")), at(template(t), "Conditions", "HasDomain")); diff != "" {
		t.Error(diff)
	}
	parameters := at(template(t), "Parameters")
	allowed := regexp.MustCompile(text(parameters, "CertificateArn", "AllowedPattern"))
	for arn, want := range map[string]bool{
		"": true, "arn:aws:acm:us-east-1:123456789012:certificate/1": true, "arn:aws:acm:ap-northeast-2:123456789012:certificate/1": false,
	} {
		if allowed.MatchString(arn) != want {
			t.Errorf("the certificate %q is taken: %v", arn, !want)
		}
	}
	if got := text(parameters, "PriceClass", "Default"); got != "PriceClass_200" {
		t.Errorf("PriceClass is %q", got)
	}
}

var meta = regexp.MustCompile(`<meta\s+(?:http-equiv|name)="([^"]+)"\s+content="([^"]*)"`)

// What the dashboard's page says of itself CloudFront says too, and what only a
// header can say.
func TestHeaders(t *testing.T) {
	page, err := os.ReadFile(root + "dashboard/index.html")
	if err != nil {
		t.Fatal(err)
	}
	says := map[string]string{}
	for _, m := range meta.FindAllStringSubmatch(string(page), -1) {
		says[m[1]] = m[2]
	}
	if says["Content-Security-Policy"] == "" || says["referrer"] == "" {
		t.Fatalf("the page says %v", says)
	}
	headers := only(t, "AWS::CloudFront::ResponseHeadersPolicy")
	want := part{"Name": stackName, "SecurityHeadersConfig": part{
		"ContentSecurityPolicy":   part{"ContentSecurityPolicy": says["Content-Security-Policy"], "Override": "true"},
		"ReferrerPolicy":          part{"ReferrerPolicy": says["referrer"], "Override": "true"},
		"StrictTransportSecurity": part{"AccessControlMaxAgeSec": "31536000", "Override": "true"}, // a year
		"ContentTypeOptions":      part{"Override": "true"},
		"FrameOptions":            part{"FrameOption": "DENY", "Override": "true"},
	}}
	if diff := cmp.Diff(want, headers.property("ResponseHeadersPolicyConfig")); headers.id != "DashboardHeaders" || diff != "" {
		t.Errorf("%s: %s", headers.id, diff)
	}
}
