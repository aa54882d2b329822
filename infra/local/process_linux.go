package local

import (
	"os/exec"
	"syscall"
)

// command is a child that ends when we do, whatever ends us, and that a Ctrl-C
// at the terminal does not reach: we end our children in order.
func command(binary string, args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	return c
}
