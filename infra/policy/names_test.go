package policy_test

import (
	"maps"
	"strings"
	"testing"
)

// names are the properties something may have; under one, the properties of
// what it holds, or nil for what is not ours to look into.
type names map[string]names

// each stands for every name a user chooses.
const each = "*"

func of(plain string, nested names) names {
	n := names{}
	for name := range strings.FieldsSeq(plain) {
		n[name] = nil
	}
	maps.Copy(n, nested)
	return n
}

// What SAM passes on unchecked, a misspelt name included. The lists are those
// of the SAM specification (aws-sam-translator 1.115, AWS::Serverless::*), and
// of what it passes on to: AWS::ApiGatewayV2::Stage, AWS::Scheduler::Schedule,
// AWS::Lambda::EventInvokeConfig and AWS::Lambda::Function.
var (
	destination = of("Type Destination", nil)
	retries     = of("MaximumEventAgeInSeconds MaximumRetryAttempts", nil)
	routing     = of("DataTraceEnabled DetailedMetricsEnabled LoggingLevel ThrottlingBurstLimit ThrottlingRateLimit", nil)

	eventNames = map[string]names{
		"HttpApi": of("ApiId Auth Method Path PayloadFormatVersion Stage TimeoutInMillis", names{"RouteSettings": routing}),
		"ScheduleV2": of("Description EndDate GroupName Input KmsKeyArn Name OmitName PermissionsBoundary RoleArn "+
			"ScheduleExpression ScheduleExpressionTimezone StartDate State", names{
			"DeadLetterConfig": of("Arn Type QueueLogicalId", nil), "FlexibleTimeWindow": of("Mode MaximumWindowInMinutes", nil), "RetryPolicy": retries,
		}),
	}

	functionNames = of("Architectures AutoPublishAlias AutoPublishCodeSha256 AssumeRolePolicyDocument CodeSigningConfigArn CodeUri "+
		"Description FunctionName Handler ImageUri InlineCode KmsKeyArn Layers MemorySize PackageType PermissionsBoundary PropagateTags "+
		"RecursiveLoop ReservedConcurrentExecutions Role RolePath Runtime SourceKMSKeyArn Tags Timeout Tracing VersionDescription", names{
		"DeadLetterQueue":   of("TargetArn Type", nil),
		"Environment":       {"Variables": {each: nil}},
		"EphemeralStorage":  of("Size", nil),
		"EventInvokeConfig": of("MaximumEventAgeInSeconds MaximumRetryAttempts", names{"DestinationConfig": {"OnFailure": destination, "OnSuccess": destination}}),
		"Events":            {each: of("Type Properties", nil)},
		"LoggingConfig":     of("ApplicationLogLevel LogFormat LogGroup SystemLogLevel", nil),
		"Policies":          of("Version", names{"Statement": of("Sid Effect Action Resource Condition", nil)}),
		"VpcConfig":         of("Ipv6AllowedForDualStack SecurityGroupIds SubnetIds", nil),
	})

	resourceNames = map[string]names{
		kindFunction: functionNames,
		"AWS::Serverless::HttpApi": of("Auth CorsConfiguration DefinitionBody DefinitionUri Description DisableExecuteApiEndpoint Domain "+
			"FailOnWarnings Name PropagateTags StageName StageVariables Tags", names{
			"AccessLogSettings": of("DestinationArn Format", nil), "DefaultRouteSettings": routing, "RouteSettings": {each: routing},
		}),
	}
)

// check reports every name in t that is not among n.
func (n names) check(test *testing.T, where string, t tree) {
	test.Helper()
	if n == nil {
		return
	}
	switch x := t.(type) {
	case []any:
		for _, one := range x {
			n.check(test, where, one)
		}
	case map[string]any:
		for name, value := range x {
			under, known := n[name]
			if every, any := n[each]; any {
				under, known = every, true
			}
			if !known {
				test.Errorf("%s has no property %s", where, name)
			}
			under.check(test, where+"."+name, value)
		}
	}
}

// No property is misspelt where nobody else would notice.
func TestPropertyNames(t *testing.T) {
	for kind, allowed := range resourceNames {
		for _, r := range resources(t, kind) {
			allowed.check(t, r.id, r.property())
			events, _ := r.property("Events").(map[string]any)
			for id, e := range events {
				allowed, known := eventNames[text(e, "Type")]
				if !known {
					t.Errorf("%s.%s: the event %q is not looked into", r.id, id, text(e, "Type"))
				}
				allowed.check(t, r.id+"."+id, at(e, "Properties"))
			}
		}
	}
	all, _ := at(template(t), "Resources").(map[string]any)
	for id, r := range all {
		if kind := text(r, "Type"); strings.HasPrefix(kind, "AWS::Serverless::") && resourceNames[kind] == nil {
			t.Errorf("%s: the names of %s are not looked into", id, kind)
		}
		of("Type Properties DeletionPolicy UpdateReplacePolicy DependsOn Condition Metadata", nil).check(t, id, r)
	}
	globals := at(template(t), "Globals")
	names{"Function": functionNames}.check(t, "Globals", globals)
}
