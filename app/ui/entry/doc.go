// Package entry is what stands before the desk: the first run (how the program is to be used, the unit, its people, where the
// key is kept), the sign-in, the passphrase, and the page that says why the data could not be opened. It shows and asks; what
// is typed stays when the answer is no. It opens no file itself and keeps no password.
package entry
