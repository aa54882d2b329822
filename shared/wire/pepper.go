package wire

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"dangol/shared/customer"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
)

const (
	// decryptMax is how long a request waits for KMS, and askAgain how long KMS
	// is left alone after it failed: a sale must not be held up by it.
	decryptMax = 2 * time.Second
	askAgain   = 5 * time.Second
)

// Pepper is the key identifiers are hashed under. KMS decrypts it when it is
// first needed; until KMS has, it is customer.ErrPepper. A variable that cannot
// be right is an error at once.
func Pepper(cfg aws.Config) (customer.Peppers, error) {
	if plain := os.Getenv(EnvPlainPepper); plain != "" {
		p, err := decode(plain)
		if err != nil {
			return nil, err
		}
		return p, check(p)
	}
	text, err := Env(EnvPepper)
	if err != nil {
		return nil, err
	}
	p, err := decode(text)
	if err != nil {
		return nil, err
	}
	return &sealed{kms: kms.NewFromConfig(cfg), pepper: p}, nil
}

// sealed is a pepper KMS has to decrypt. It asks until it has it, and never
// again.
type sealed struct {
	kms *kms.Client

	mu     sync.Mutex
	pepper customer.Pepper // encrypted until opened
	opened bool
	failed time.Time
}

// Pepper gives the pepper, asking KMS if need be.
func (s *sealed) Pepper(ctx context.Context) (customer.Pepper, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened {
		return s.pepper, nil
	}
	if !s.failed.IsZero() && time.Since(s.failed) < askAgain {
		return customer.Pepper{}, customer.ErrPepper
	}
	opened, err := s.open(ctx)
	if err != nil {
		s.failed = time.Now()
		slog.Error("nobody can be recognised: KMS does not decrypt the pepper", "cause", err.Error())
		return customer.Pepper{}, fmt.Errorf("%w: %w", customer.ErrPepper, err)
	}
	s.pepper, s.opened = opened, true
	return opened, nil
}

func (s *sealed) open(ctx context.Context) (customer.Pepper, error) {
	ctx, stop := context.WithTimeout(ctx, decryptMax)
	defer stop()
	out, err := s.kms.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: s.pepper.Key})
	if err != nil {
		return customer.Pepper{}, fmt.Errorf("decrypt pepper: %w", err)
	}
	p := customer.Pepper{Version: s.pepper.Version, Key: out.Plaintext}
	return p, check(p)
}

func decode(text string) (customer.Pepper, error) {
	version, key, _ := strings.Cut(text, ":")
	decoded, err := base64.StdEncoding.DecodeString(key)
	if err != nil || version == "" {
		return customer.Pepper{}, fmt.Errorf("read pepper: want <version>:<base64>")
	}
	return customer.Pepper{Version: version, Key: decoded}, nil
}

func check(p customer.Pepper) error {
	if len(p.Key) != customer.PepperSize {
		return fmt.Errorf("read pepper: key of %d bytes, want %d", len(p.Key), customer.PepperSize)
	}
	return nil
}
