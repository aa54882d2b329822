package customer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrSealed: details were sealed under another key, for another customer, or
// were changed since.
var ErrSealed = errors.New("details cannot be opened")

// cipher encrypts details under a key derived from the pepper (HKDF-SHA256,
// RFC 5869), so that the two uses of one secret cannot help each other.
func (p Pepper) cipher() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, p.Key, nil, "dangol details v1", 32)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return cipher.NewGCM(block)
}

// Seal encrypts the details of the customer with id: "<pepper version>:" and
// base64 of nonce and ciphertext (AES-256-GCM). The id is authenticated with
// them, so details moved to another customer's profile do not open. Nothing to
// keep is "".
func (p Pepper) Seal(id string, d Details, random io.Reader) (string, error) {
	if d == (Details{}) {
		return "", nil
	}
	plain, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("seal details: %w", err)
	}
	aead, err := p.cipher()
	if err != nil {
		return "", fmt.Errorf("seal details: %w", err)
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", fmt.Errorf("seal details: %w", err)
	}
	return p.Version + ":" + base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, []byte(id))), nil
}

// Open decrypts what Seal made. ErrSealed says why not, and never with what.
func (p Pepper) Open(id, sealed string) (d Details, err error) {
	if sealed == "" {
		return d, nil
	}
	version, text, _ := strings.Cut(sealed, ":")
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil || version != p.Version {
		return d, fmt.Errorf("%w: under another key", ErrSealed)
	}
	aead, err := p.cipher()
	if err != nil {
		return d, err
	}
	if len(content) < aead.NonceSize() {
		return d, ErrSealed
	}
	plain, err := aead.Open(nil, content[:aead.NonceSize()], content[aead.NonceSize():], []byte(id))
	if err != nil {
		return d, ErrSealed
	}
	if err := json.Unmarshal(plain, &d); err != nil {
		return Details{}, ErrSealed
	}
	return d, nil
}
