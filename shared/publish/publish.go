// Package publish keeps sealed pages and reports on S3: immutable objects
// first, one pointer last.
package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"dangol/shared/night"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Bucket is a place for immutable objects.
type Bucket struct {
	client *s3.Client
	name   string
}

// NewBucket uses client for the bucket called name.
func NewBucket(client *s3.Client, name string) *Bucket {
	return &Bucket{client, name}
}

// forEver is right for objects that never change.
const forEver = "public, max-age=31536000, immutable"

// Get reads an object whole; night.ErrMissing when there is none.
func (b *Bucket) Get(ctx context.Context, key string) ([]byte, error) {
	content, _, err := b.get(ctx, key)
	return content, err
}

func (b *Bucket) get(ctx context.Context, key string) (content []byte, tag string, err error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: &key})
	if err != nil {
		if status(err) == 404 {
			return nil, "", fmt.Errorf("%w: %s", night.ErrMissing, key)
		}
		return nil, "", fmt.Errorf("get object: %w", err)
	}
	defer out.Body.Close()
	content, err = io.ReadAll(out.Body)
	if err != nil {
		return nil, "", fmt.Errorf("get object: %w", err)
	}
	return content, aws.ToString(out.ETag), nil
}

// Put stores content under key, once. If something is there already, it must
// be the same: we or another night wrote it.
func (b *Bucket) Put(ctx context.Context, key string, content []byte, contentType string) error {
	err := b.put(ctx, key, content, contentType, forEver, &s3.PutObjectInput{IfNoneMatch: aws.String("*")})
	if err == nil {
		return nil
	}
	// 412: it exists. 409: somebody is writing it now. Anything else may have
	// been written all the same. What is there decides.
	there, getErr := b.Get(ctx, key)
	if getErr != nil {
		return fmt.Errorf("put object: %w", err)
	}
	if !bytes.Equal(there, content) {
		return fmt.Errorf("put object: %s holds other content", key)
	}
	return nil
}

// put sends content with a checksum S3 verifies before it stores anything.
func (b *Bucket) put(ctx context.Context, key string, content []byte, contentType, cache string, in *s3.PutObjectInput) error {
	sum := sha256.Sum256(content)
	in.Bucket, in.Key, in.Body = &b.name, &key, bytes.NewReader(content)
	in.ContentType, in.CacheControl = &contentType, &cache
	in.ChecksumAlgorithm = types.ChecksumAlgorithmSha256
	in.ChecksumSHA256 = aws.String(base64.StdEncoding.EncodeToString(sum[:]))
	_, err := b.client.PutObject(ctx, in)
	return err
}

// status is the HTTP status of an S3 error, 0 when there was no answer.
func status(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

// PointerKey is the one object that moves.
const PointerKey = "latest.json"

// Pointer is the pointer in a bucket.
type Pointer struct{ bucket *Bucket }

// NewPointer is the pointer of the reports in b.
func NewPointer(b *Bucket) *Pointer { return &Pointer{b} }

// Read gives the pointer and its tag; an empty tag when there is none.
func (p *Pointer) Read(ctx context.Context) (content []byte, tag string, err error) {
	content, tag, err = p.bucket.get(ctx, PointerKey)
	if errors.Is(err, night.ErrMissing) {
		return nil, "", nil
	}
	return content, tag, err
}

// Swap replaces the pointer that had tag, or makes the first one when tag is
// empty. Browsers must ask for it every time, so it is never cached.
func (p *Pointer) Swap(ctx context.Context, content []byte, tag string) error {
	in := &s3.PutObjectInput{IfMatch: &tag}
	if tag == "" {
		in = &s3.PutObjectInput{IfNoneMatch: aws.String("*")}
	}
	err := p.bucket.put(ctx, PointerKey, content, "application/json", "no-cache", in)
	if err == nil {
		return nil
	}
	// The reply was lost, or a retry of ours met our own write: what the
	// pointer shows now decides.
	there, _, readErr := p.Read(ctx)
	switch {
	case readErr != nil:
		return fmt.Errorf("swap pointer: %w, then: %w", err, readErr)
	case bytes.Equal(there, content):
		return nil
	case status(err) == 412 || status(err) == 409:
		return night.ErrMoved
	default:
		return fmt.Errorf("swap pointer: %w", err)
	}
}

// Options suit S3 and servers like it on one machine alike. Virtual hosts need
// a name service, which an address does not have.
func Options(o *s3.Options) {
	o.UsePathStyle = o.BaseEndpoint != nil
}
