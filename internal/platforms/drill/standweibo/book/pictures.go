package book

import (
	"os"
	"path/filepath"
)

// KeepPicture stores the bytes, named by their hash, before the journal speaks of them.
func (st *State) KeepPicture(hash string, b []byte) error {
	name := filepath.Join(st.pictures, hash)
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	f, err := os.CreateTemp(st.pictures, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	return err
}

// Picture gives the bytes of a picture that was received.
func (b *Book) Picture(hash string) ([]byte, error) {
	return os.ReadFile(filepath.Join(b.st.pictures, filepath.Base(hash)))
}
