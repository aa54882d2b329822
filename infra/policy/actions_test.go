package policy_test

// actionsOf is what IAM asks of whoever sends a request, by the type that
// makes it (Service Authorization Reference). A transaction needs what its
// items need. An object that is not there is an honest 404 only for who may
// list the bucket; If-Match is granted only to who may read the object.
var actionsOf = map[string][]string{
	"dynamodb.GetItemInput":            {"dynamodb:GetItem"},
	"dynamodb.BatchGetItemInput":       {"dynamodb:BatchGetItem"},
	"dynamodb.QueryInput":              {"dynamodb:Query"},
	"dynamodb.PutItemInput":            {"dynamodb:PutItem"},
	"dynamodb.UpdateItemInput":         {"dynamodb:UpdateItem"},
	"dynamodb.DeleteItemInput":         {"dynamodb:DeleteItem"},
	"dynamodb.TransactWriteItemsInput": {},
	"dynamodb/types.Put":               {"dynamodb:PutItem"},
	"dynamodb/types.Update":            {"dynamodb:UpdateItem"},
	"dynamodb/types.Delete":            {"dynamodb:DeleteItem"},
	"dynamodb/types.ConditionCheck":    {"dynamodb:ConditionCheckItem"},
	"s3.GetObjectInput":                {"s3:GetObject", "s3:ListBucket"},
	"s3.PutObjectInput":                {"s3:PutObject", "s3:GetObject"},
	"kms.DecryptInput":                 {"kms:Decrypt"},
}
