package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// holds are what every resource of a type must say, path by path.
var holds = map[string]map[string]string{
	"AWS::DynamoDB::Table": {
		"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
		"Properties.BillingMode":                                                 "PAY_PER_REQUEST",
		"Properties.SSESpecification.SSEEnabled":                                 "true",
		"Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled": "true",
		"Properties.DeletionProtectionEnabled":                                   "true",
	},
	"AWS::S3::Bucket": {
		"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
		"Properties.VersioningConfiguration.Status":                       "Enabled",
		"Properties.PublicAccessBlockConfiguration.BlockPublicAcls":       "true",
		"Properties.PublicAccessBlockConfiguration.BlockPublicPolicy":     "true",
		"Properties.PublicAccessBlockConfiguration.IgnorePublicAcls":      "true",
		"Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets": "true",
	},
	"AWS::SQS::Queue": {
		"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
		"Properties.SqsManagedSseEnabled":   "true",
		"Properties.MessageRetentionPeriod": "1209600", // 14 days, the most there is
	},
}

// What is kept is encrypted, recoverable and outlives the stack.
func TestStorage(t *testing.T) {
	for kind, wanted := range holds {
		for _, r := range resources(t, kind) {
			for path, want := range wanted {
				if got := text(r.all, strings.Split(path, ".")...); got != want {
					t.Errorf("%s: %s is %q, want %q", r.id, path, got, want)
				}
			}
		}
	}
	for _, r := range resources(t, "AWS::S3::Bucket") {
		encrypted := list(r.property("BucketEncryption", "ServerSideEncryptionConfiguration"))
		if len(encrypted) != 1 || text(encrypted[0], "ServerSideEncryptionByDefault", "SSEAlgorithm") != "AES256" {
			t.Errorf("%s is not encrypted", r.id)
		}
		rules := list(r.property("OwnershipControls", "Rules"))
		if len(rules) != 1 || text(rules[0], "ObjectOwnership") != "BucketOwnerEnforced" {
			t.Errorf("%s takes access control lists", r.id)
		}
	}
}

// allowed is all that the policy of a bucket allows: the one distribution reads
// the dashboard's files. Nobody is let into pages and reports.
var allowed = map[string]tree{
	"DashboardBucket": part{
		"Sid": "CloudFrontReads", "Effect": "Allow", "Principal": part{"Service": "cloudfront.amazonaws.com"},
		"Action": "s3:GetObject", "Resource": "!Sub ${DashboardBucket.Arn}/*",
		"Condition": part{"StringEquals": part{
			"AWS:SourceArn": "!Sub arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}",
		}},
	},
}

// Every bucket refuses whoever does not use TLS, and lets in nobody who has no
// business there.
func TestBucketPolicies(t *testing.T) {
	refusing, letIn := map[string]bool{}, map[string]bool{}
	for _, p := range resources(t, "AWS::S3::BucketPolicy") {
		bucket := strings.TrimPrefix(p.text("Bucket"), "!Ref ")
		for _, s := range list(p.property("PolicyDocument", "Statement")) {
			if text(s, "Effect") != "Deny" {
				if diff := cmp.Diff(allowed[bucket], s); diff != "" {
					t.Errorf("%s allows something else: %s", p.id, diff)
				}
				letIn[bucket] = true
				continue
			}
			if text(s, "Principal") == "*" && text(s, "Action") == "s3:*" &&
				slices.Equal(texts(s, "Resource"), []string{"!GetAtt " + bucket + ".Arn", "!Sub ${" + bucket + ".Arn}/*"}) &&
				text(s, "Condition", "Bool", "aws:SecureTransport") == "false" {
				refusing[bucket] = true
			}
		}
	}
	for _, b := range resources(t, "AWS::S3::Bucket") {
		if !refusing[b.id] {
			t.Errorf("%s takes requests without TLS", b.id)
		}
		if allowed[b.id] != nil && !letIn[b.id] {
			t.Errorf("%s lets in nobody", b.id)
		}
	}
}

// Logs are kept for a while and no longer: of every function, and of the API.
// Of a till's call that goes well the API's line is enough: two more of the
// function's own would cost more than its compute.
func TestLogsEnd(t *testing.T) {
	groups := map[string]bool{}
	for _, g := range resources(t, "AWS::Logs::LogGroup") {
		if g.text("RetentionInDays") == "" {
			t.Errorf("%s is kept for ever", g.id)
		}
		groups["!Ref "+g.id] = true
	}
	for _, f := range resources(t, kindFunction) {
		if !groups[f.text("LoggingConfig", "LogGroup")] {
			t.Errorf("%s logs where nothing ends", f.id)
		}
		if f.text("LoggingConfig", "LogFormat") != "JSON" {
			t.Errorf("%s does not log JSON", f.id)
		}
		if got := f.text("LoggingConfig", "SystemLogLevel"); f.name() != "nightly" && got != "WARN" {
			t.Errorf("%s logs every call: SystemLogLevel is %q", f.id, got)
		}
	}
	for _, a := range resources(t, "AWS::Serverless::HttpApi") {
		group, _ := strings.CutSuffix(strings.Replace(a.text("AccessLogSettings", "DestinationArn"), "!GetAtt ", "!Ref ", 1), ".Arn")
		if !groups[group] {
			t.Errorf("%s logs where nothing ends", a.id)
		}
	}
}
