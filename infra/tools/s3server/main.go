// Command s3server serves a folder as S3 on this machine: versitygw with its
// POSIX backend and nothing else, so that it builds in half the time of the
// whole gateway.
//
//	s3server <address> <folder> <folder for metadata>
//
// The access key is "local" with the secret "locallocal".
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

// connectionsMax is how many connections are served at once.
const connectionsMax = 1024

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: s3server <address> <folder> <folder for metadata>")
	}
	if err := serve(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatalf("s3server: %v", err)
	}
}

func serve(address, folder, beside string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for _, dir := range []*string{&folder, &beside} {
		absolute, err := filepath.Abs(*dir)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(absolute, 0o755); err != nil {
			return err
		}
		*dir = absolute
	}
	backend, err := open(folder, beside)
	if err != nil {
		return err
	}
	return embedgw.RunVersityGW(ctx, backend, &embedgw.Config{
		RootUserAccess: "local", RootUserSecret: "locallocal",
		Ports: []string{address}, KeepAlive: true, Quiet: true,
		MaxConnections: connectionsMax, MaxRequests: connectionsMax, MultipartMaxParts: 10_000,
	})
}

// open keeps metadata in extended attributes, where it changes together with
// the object. Where there are none, as on some containers' filesystems, it lies
// beside: whoever reads an object while it is replaced may then meet a checksum
// of the other version. Data that began with one way goes on with it, also when
// it is copied to a filesystem that knows both.
func open(folder, beside string) (*posix.Posix, error) {
	kept, err := os.ReadDir(beside)
	if err != nil {
		return nil, err
	}
	if err := (meta.XattrMeta{}).Test(folder); err == nil && len(kept) == 0 {
		return posix.New(folder, meta.XattrMeta{}, posix.PosixOpts{})
	}
	store, err := meta.NewSideCar(beside)
	if err != nil {
		return nil, err
	}
	return posix.New(folder, store, posix.PosixOpts{SideCarDir: beside})
}
