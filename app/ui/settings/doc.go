// Package settings is the 设置 screen: the unit and its people, who reviews what, the credentials of the platforms, the
// working days, the rules of monitoring and answering, backups, the trail, the looks of the program. It shows and changes
// what the desks hold, through the ports of this package; it keeps nothing itself and never shows a secret.
package settings
