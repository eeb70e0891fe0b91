// Package stage is what the stand-ins of all platforms share in a drill: one adjustable clock, journals that outlive a
// kill, and the script of faults. It knows no platform: no path, no error code and no body of one may stand here, and it
// must not be imported by anything outside the drill.
package stage
