// Checks a log with Go's own golang.org/x/mod/sumdb: notes, cosignatures, roots and proofs. What was
// tampered with must be refused. Prints passed/total for each kind.
//
// Usage: go run log.go MATERIAL.json
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type material struct {
	Notes []struct{ Note, Policy string }
	// The leaves of the log that the last notes are about.
	Leaves [][]byte
	Roots  []struct {
		Size int64
		Root []byte
	}
	Inclusion []struct {
		Size, Index int64
		Path        [][]byte
	}
	Consistency []struct {
		Old, New int64
		Path     [][]byte
	}
}

var failed bool

type score struct {
	name          string
	passed, total int
}

func (s *score) add(passed bool, what string) {
	s.total++
	if passed {
		s.passed++
	} else {
		fmt.Printf("  %s: not so: %s\n", s.name, what)
	}
}

func (s *score) tell() {
	fmt.Printf("%s %d/%d\n", s.name, s.passed, s.total)
	failed = failed || s.passed < s.total || s.total == 0
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}

// cosigner verifies lines of type 0x04 (c2sp.org/tlog-cosignature), which sumdb/note leaves to others.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, msg)
	return ed25519.Verify(c.key, []byte(text), sig[8:])
}

func parseCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	id, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	if len(key) != 33 || key[0] != 4 {
		must(fmt.Errorf("%s is no cosigner's key", vkey))
	}
	return cosigner{parts[0], uint32(id), key[1:]}
}

// policy is a c2sp.org/tlog-policy of one group.
type policy struct {
	logs      []note.Verifier
	witnesses []note.Verifier
	needed    int
}

func parsePolicy(text string) (p policy) {
	for _, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 2 && words[0] == "log":
			log, err := note.NewVerifier(words[1])
			must(err)
			p.logs = append(p.logs, log)
		case len(words) == 3 && words[0] == "witness":
			p.witnesses = append(p.witnesses, parseCosigner(words[2]))
		case len(words) > 3 && words[0] == "group":
			needed, err := strconv.Atoi(words[2])
			must(err)
			p.needed = needed
		}
	}
	return
}

// accepts opens a checkpoint: one log and enough witnesses must have signed it.
func (p policy) accepts(msg []byte) (size int64, root tlog.Hash, ok bool) {
	all := append(append([]note.Verifier{}, p.logs...), p.witnesses...)
	opened, err := note.Open(msg, note.VerifierList(all...))
	if err != nil {
		return
	}
	logs, witnesses := 0, 0
	for _, sig := range opened.Sigs {
		for _, log := range p.logs {
			if sig.Name == log.Name() && sig.Hash == log.KeyHash() {
				logs++
			}
		}
		for _, witness := range p.witnesses {
			if sig.Name == witness.Name() && sig.Hash == witness.KeyHash() {
				witnesses++
			}
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if logs < 1 || witnesses < p.needed || len(lines) != 4 || lines[0] != p.logs[0].Name() {
		return
	}
	size, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return
	}
	root, err = tlog.ParseHash(lines[2])
	return size, root, err == nil
}

func hash(b []byte) (h tlog.Hash) {
	if copy(h[:], b) != 32 || len(b) != 32 {
		must(fmt.Errorf("a hash has 32 bytes, not %d", len(b)))
	}
	return
}

func hashes(path [][]byte) (list []tlog.Hash) {
	for _, b := range path {
		list = append(list, hash(b))
	}
	return
}

// tree is the log as Go builds it from the leaves.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, t[index])
	}
	return found, nil
}

func build(leaves [][]byte) (t tree) {
	for n, leaf := range leaves {
		stored, err := tlog.StoredHashes(int64(n), leaf, t)
		must(err)
		t = append(t, stored...)
	}
	return
}

func checkNotes(m material, t tree) {
	good, bad := score{name: "checkpoints"}, score{name: "tampered checkpoints refused"}
	for n, one := range m.Notes {
		p := parsePolicy(one.Policy)
		msg := []byte(one.Note)
		size, root, ok := p.accepts(msg)
		good.add(ok, fmt.Sprint("note ", n))
		if n > 0 {
			// The first is of another log.
			own, err := tlog.TreeHash(size, t)
			must(err)
			good.add(own == root, fmt.Sprint("root of note ", n))
		}
		// One character of each line, but not the name of a key: that makes it another's.
		for at, line := 0, 0; at < len(msg); at++ {
			end := at + bytes.IndexByte(msg[at:], '\n')
			if end > at {
				spoilt := append([]byte{}, msg...)
				place := end - 6
				if line == 1 {
					place = end - 1
				}
				spoilt[place] = map[bool]byte{true: '8', false: '7'}[spoilt[place] == '7']
				_, _, ok := p.accepts(spoilt)
				bad.add(!ok, fmt.Sprintf("note %d with line %d changed", n, line))
				cut := append(append([]byte{}, msg[:at]...), msg[end+1:]...)
				_, _, ok = p.accepts(cut)
				bad.add(!ok, fmt.Sprintf("note %d without line %d", n, line))
			}
			at = end
			line++
		}
	}
	good.tell()
	bad.tell()
}

func checkProofs(m material, t tree) {
	roots := map[int64]tlog.Hash{}
	same := score{name: "roots"}
	for _, one := range m.Roots {
		roots[one.Size] = hash(one.Root)
		own, err := tlog.TreeHash(one.Size, t)
		must(err)
		same.add(own == hash(one.Root), fmt.Sprint("root of ", one.Size))
	}
	same.tell()
	good, bad := score{name: "inclusion proofs"}, score{name: "tampered inclusion proofs refused"}
	for _, one := range m.Inclusion {
		name := fmt.Sprintf("leaf %d of %d", one.Index, one.Size)
		leaf, root, path := tlog.RecordHash(m.Leaves[one.Index]), roots[one.Size], hashes(one.Path)
		own, err := tlog.ProveRecord(one.Size, one.Index, t)
		must(err)
		equal := fmt.Sprint(own) == fmt.Sprint(tlog.RecordProof(path))
		good.add(tlog.CheckRecord(path, one.Size, root, one.Index, leaf) == nil && equal, name)
		bad.add(tlog.CheckRecord(path, one.Size, root, one.Index, flip(leaf, 3)) != nil, name+", other leaf")
		bad.add(tlog.CheckRecord(path, one.Size, flip(root, 5), one.Index, leaf) != nil, name+", other root")
		for step := range path {
			spoilt := append([]tlog.Hash{}, path...)
			spoilt[step] = flip(spoilt[step], step)
			bad.add(tlog.CheckRecord(spoilt, one.Size, root, one.Index, leaf) != nil, name+", other step")
			short := append(append([]tlog.Hash{}, path[:step]...), path[step+1:]...)
			bad.add(tlog.CheckRecord(short, one.Size, root, one.Index, leaf) != nil, name+", short")
		}
	}
	good.tell()
	bad.tell()
	good, bad = score{name: "consistency proofs"}, score{name: "tampered consistency proofs refused"}
	for _, one := range m.Consistency {
		name := fmt.Sprintf("%d after %d", one.New, one.Old)
		from, to, path := roots[one.Old], roots[one.New], hashes(one.Path)
		own, err := tlog.ProveTree(one.New, one.Old, t)
		must(err)
		equal := fmt.Sprint(own) == fmt.Sprint(tlog.TreeProof(path))
		good.add(tlog.CheckTree(path, one.New, to, one.Old, from) == nil && equal, name)
		bad.add(tlog.CheckTree(path, one.New, to, one.Old, flip(from, 7)) != nil, name+", other old root")
		bad.add(tlog.CheckTree(path, one.New, flip(to, 9), one.Old, from) != nil, name+", other new root")
		for step := range path {
			spoilt := append([]tlog.Hash{}, path...)
			spoilt[step] = flip(spoilt[step], step)
			bad.add(tlog.CheckTree(spoilt, one.New, to, one.Old, from) != nil, name+", other step")
		}
	}
	good.tell()
	bad.tell()
}

func flip(h tlog.Hash, bit int) tlog.Hash {
	h[bit/8%32] ^= 1 << (bit % 8)
	return h
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	must(err)
	var m material
	must(json.Unmarshal(text, &m))
	t := build(m.Leaves)
	checkNotes(m, t)
	checkProofs(m, t)
	if failed {
		os.Exit(1)
	}
}
