package local

import (
	"context"
	"crypto/rand"
	"dangol/shared/dynamo"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Where things are, from the repository root.
const (
	TemplateFile  = "template.yaml"
	BinFolder     = ".local/bin"
	FunctionsOf   = ".local/functions"
	dynoxide      = "infra/tools/node_modules/@dynoxide/linux-x64/dynoxide"
	s3server      = BinFolder + "/s3server"
	region        = "us-east-1"
	user, pass    = "local", "locallocal"
	dynamoDBPoint = "AWS_ENDPOINT_URL_DYNAMODB"
	s3Point       = "AWS_ENDPOINT_URL_S3"
)

// Settings say how to start a stack.
type Settings struct {
	Data string // folder of everything the stack keeps
	// Told hears of every step that takes a moment.
	Told func(step string)
}

// Stack is a running installation on this machine.
type Stack struct {
	Endpoints
	Template *Template
	Host     *Host
	Gateway  *Gateway

	servers []*server
	issuer  *http.Server
}

// server is an emulator we started.
type server struct {
	*exec.Cmd
	ended chan struct{}
}

// Endpoints are how to reach the emulators, and the pepper identifiers are
// hashed under.
type Endpoints struct {
	DynamoDB string `json:"dynamodb"`
	S3       string `json:"s3"`
	Pepper   string `json:"pepper"`
	// IssuerKeys is where the keys of managers' tokens are.
	IssuerKeys string `json:"issuerKeys"`
}

// Start brings up the emulators, makes tables and buckets that are missing, and
// readies the functions. Close ends what it started.
func Start(ctx context.Context, s Settings) (*Stack, error) {
	template, err := ReadTemplate(TemplateFile)
	if err != nil {
		return nil, err
	}
	stack := &Stack{Template: template}
	if err := stack.start(ctx, s); err != nil {
		stack.Close()
		return nil, err
	}
	return stack, nil
}

func (st *Stack) start(ctx context.Context, s Settings) error {
	logs := filepath.Join(s.Data, "log")
	if err := os.MkdirAll(logs, 0o700); err != nil {
		return err
	}
	var err error
	if st.Pepper, err = pepper(filepath.Join(s.Data, "pepper")); err != nil {
		return err
	}
	if err := st.startIssuer(s.Data); err != nil {
		return err
	}
	s.Told("starting DynamoDB and S3")
	if err := st.startDynamoDB(s, logs); err != nil {
		return err
	}
	if err := st.startS3(s, logs); err != nil {
		return err
	}
	s.Told("making tables and buckets")
	if err := st.makeTables(ctx); err != nil {
		return err
	}
	if err := st.makeBuckets(ctx); err != nil {
		return err
	}
	if st.Host, err = NewHost(logs); err != nil {
		return err
	}
	for _, f := range st.Template.Functions {
		binary, err := filepath.Abs(filepath.Join(FunctionsOf, f.Name))
		if err != nil {
			return err
		}
		if _, err := os.Stat(binary); err != nil {
			return fmt.Errorf("%s is not built: run make build", f.Name)
		}
		st.Host.Add(f, binary, st.Env())
	}
	st.Gateway = NewGateway(st.Template, st.Host)
	return nil
}

// Env is what a process needs to reach the emulators as if they were AWS.
func (e *Endpoints) Env() []string {
	return []string{
		dynamoDBPoint + "=" + e.DynamoDB, s3Point + "=" + e.S3, "PEPPER_PLAIN=" + e.Pepper,
		"MANAGER_ISSUER=" + issuerName, "MANAGER_KEYS=" + e.IssuerKeys, "MANAGER_CLIENT=" + clientName,
		"AWS_REGION=" + region, "AWS_ACCESS_KEY_ID=" + user, "AWS_SECRET_ACCESS_KEY=" + pass,
		"AWS_EC2_METADATA_DISABLED=true",
	}
}

// Config is the AWS configuration of the emulators.
func (e *Endpoints) Config() aws.Config {
	return aws.Config{Region: region, Credentials: credentials.NewStaticCredentialsProvider(user, pass, "")}
}

// DynamoDBClient talks to the stack's DynamoDB.
func (e *Endpoints) DynamoDBClient() *dynamodb.Client {
	return dynamodb.NewFromConfig(e.Config(), func(o *dynamodb.Options) { o.BaseEndpoint = &e.DynamoDB })
}

// S3Client talks to the stack's S3.
func (e *Endpoints) S3Client() *s3.Client {
	return s3.NewFromConfig(e.Config(), func(o *s3.Options) { o.BaseEndpoint, o.UsePathStyle = &e.S3, true })
}

// startDynamoDB uses the emulator somebody pointed us at, or starts dynoxide.
func (st *Stack) startDynamoDB(s Settings, logs string) error {
	if st.DynamoDB = os.Getenv(dynamoDBPoint); st.DynamoDB != "" {
		return nil
	}
	binary := dynoxide
	if _, err := os.Stat(binary); err != nil {
		if binary, err = exec.LookPath("dynoxide"); err != nil {
			return fmt.Errorf("no DynamoDB here: run make build on linux x64, put dynoxide on the PATH, or set %s", dynamoDBPoint)
		}
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	st.DynamoDB = "http://127.0.0.1:" + port
	absolute, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	return st.serve(logs, "dynamodb", port, command(absolute,
		"--host", "127.0.0.1", "--port", port, "--db-path", filepath.Join(s.Data, "dynamodb.sqlite")))
}

func (st *Stack) startS3(s Settings, logs string) error {
	if st.S3 = os.Getenv(s3Point); st.S3 != "" {
		return nil
	}
	binary, err := filepath.Abs(s3server)
	if err != nil {
		return err
	}
	if _, err := os.Stat(binary); err != nil {
		return fmt.Errorf("the S3 server is not built: run make build, or set %s", s3Point)
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	st.S3 = "http://127.0.0.1:" + port
	return st.serve(logs, "s3", port, command(binary, "127.0.0.1:"+port, filepath.Join(s.Data, "objects"), filepath.Join(s.Data, "attributes")))
}

// serve starts a server and waits until it listens.
func (st *Stack) serve(logs, name, port string, c *exec.Cmd) error {
	log, err := os.OpenFile(filepath.Join(logs, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	started := &server{c, make(chan struct{})}
	st.servers = append(st.servers, started)
	go func() {
		c.Wait() //nolint:errcheck // its end is all that matters
		close(started.ended)
	}()
	for deadline := time.After(15 * time.Second); ; {
		if connection, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			return connection.Close()
		}
		select {
		case <-started.ended:
			return fmt.Errorf("%s ended at once: see %s", name, log.Name())
		case <-deadline:
			return fmt.Errorf("%s does not listen: see %s", name, log.Name())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Close ends the functions first and then, in reverse, what they need. Servers
// are asked to end, so that what they hold reaches the disk.
func (st *Stack) Close() {
	if st.Host != nil {
		st.Host.Close()
	}
	if st.issuer != nil {
		st.issuer.Close() //nolint:errcheck // it has nothing to keep
	}
	for i := len(st.servers) - 1; i >= 0; i-- {
		s := st.servers[i]
		s.Process.Signal(os.Interrupt) //nolint:errcheck // it may be gone
		select {
		case <-s.ended:
		case <-time.After(5 * time.Second):
			s.Process.Kill() //nolint:errcheck // it may be gone
			<-s.ended
		}
	}
}

func (st *Stack) makeTables(ctx context.Context) error {
	client := st.DynamoDBClient()
	for _, name := range st.Template.Tables {
		if err := dynamo.CreateTable(ctx, client, name); err != nil {
			return err
		}
	}
	return nil
}

func (st *Stack) makeBuckets(ctx context.Context) error {
	client := st.S3Client()
	for _, id := range st.Template.Buckets {
		_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(id)})
		var owned *s3types.BucketAlreadyOwnedByYou
		var exists *s3types.BucketAlreadyExists
		if err != nil && !errors.As(err, &owned) && !errors.As(err, &exists) {
			return fmt.Errorf("make bucket %s: %w", id, err)
		}
	}
	return nil
}

// pepper reads the installation's pepper, and makes one the first time.
func pepper(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err == nil {
		return string(content), nil
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return "", err
	}
	text := "p1:" + base64.StdEncoding.EncodeToString(key)
	return text, os.WriteFile(file, []byte(text), 0o600)
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// The state file says how to reach a running stack.
type state struct {
	Endpoints
	Addr  string `json:"addr"`
	Token string `json:"token"` // for the stack's own calls
}

func stateFile(data string) string { return filepath.Join(data, "stack.json") }

func writeState(data string, s state) error {
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(stateFile(data), content, 0o600)
}
